/** What is known of each kind: its type, and which of status and generation it has. */
import type { ObjectRef } from '../../../operator/api/object.ts';
import { tableOf } from './crd.ts';
import type { CustomKind } from './crd.ts';
import { Types, builtInName, builtInTable } from './schema.ts';
import type { Type } from './schema.ts';

export interface KindTraits {
  readonly type: Type;
  /** Undefined for built-in kinds. */
  readonly custom: CustomKind | undefined;
  /** Whether `status` is a subresource. */
  readonly hasStatus: boolean;
  readonly generation: 'none' | 'spec' | 'spec-and-annotations' | 'all-but-status';
}

/** Kinds whose strategy counts generations: k8s.io/kubernetes v1.33.13, pkg/registry. */
const BY_SPEC = [
  'Ingress',
  'IngressClass',
  'Job',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'ReplicaSet',
  'StatefulSet',
];
const WITH_STATUS = [
  'Deployment',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'Namespace',
  'Node',
  'PersistentVolumeClaim',
  'Pod',
  'PodDisruptionBudget',
  'ReplicaSet',
  'Service',
  'StatefulSet',
];
/** A custom kind whose CRD is not at hand: every field is welcome. */
const OPEN = { apiVersion: 'string', kind: 'string', metadata: 'meta.v1.ObjectMeta', '*': 'any' };

export class Kinds {
  readonly #types: Types;
  readonly #customs: ReadonlyMap<string, CustomKind>;
  readonly #traits = new Map<string, KindTraits>();

  constructor(customs: readonly CustomKind[]) {
    const named = customs.map((custom) => [keyOf(custom), custom] as const);
    this.#customs = new Map(named);
    const tables = named.map(([name, { schema }]) => tableOf(name, schema));
    this.#types = new Types(
      tables.reduce((all, table) => ({ ...all, ...table }), { ...builtInTable, OPEN }),
    );
  }

  traits(ref: Pick<ObjectRef, 'apiVersion' | 'kind'>): KindTraits {
    const key = keyOf(ref);
    const traits = this.#traits.get(key) ?? this.#make(ref, key);
    this.#traits.set(key, traits);
    return traits;
  }

  #make({ kind }: Pick<ObjectRef, 'kind'>, name: string): KindTraits {
    const custom = this.#customs.get(name);
    if (custom === undefined && this.#types.has(name)) {
      const counted = BY_SPEC.includes(kind) ? 'spec' : 'none';
      return {
        type: this.#types.of(name),
        custom: undefined,
        hasStatus: WITH_STATUS.includes(kind),
        // A Deployment hands its annotations to its ReplicaSets, so they count too (deployment/strategy.go).
        generation: kind === 'Deployment' ? 'spec-and-annotations' : counted,
      };
    }
    return {
      type: this.#types.of(custom === undefined ? 'OPEN' : name),
      custom: custom ?? { apiVersion: '', kind, schema: {}, hasStatus: true },
      hasStatus: custom?.hasStatus ?? true,
      generation: 'all-but-status',
    };
  }
}

const keyOf = ({ apiVersion, kind }: Pick<ObjectRef, 'apiVersion' | 'kind'>): string =>
  builtInName(apiVersion, kind);
