import { DIGEST_ANNOTATION, FIELD_MANAGER, INSTALLATION_LABEL, MANAGED_BY } from '../api/group.ts';
import type { KubeObject, ObjectMeta, ObjectRef } from '../api/object.ts';
import { shortDigest } from '../lib/digest.ts';
import { claimFact, templateSizes } from './claim.ts';
import type { ClaimFact } from './claim.ts';
import { health } from './health.ts';
import type { Health } from './health.ts';
import { ownedMetadata } from './managed.ts';

/** All that is kept of a child while it is watched. */
export interface Observed extends ObjectRef {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly deleting: boolean;
  /** Name of the installation it is labelled with, if it is ours. */
  readonly installation: string | undefined;
  readonly part: string | undefined;
  /** UID of its controller. */
  readonly owner: string | undefined;
  /** Digest of the desired object as last applied. */
  readonly desired: string | undefined;
  /** Changes when, and only when, something that we apply may have changed. */
  readonly mark: string;
  readonly health: Health;
  /** Of a PersistentVolumeClaim alone. */
  readonly claim?: ClaimFact;
  /** Of a StatefulSet alone: sizes in its claim templates, by name. */
  readonly templates?: Readonly<Record<string, string>>;
}

/** Kinds whose `metadata.generation` grows with every change of the spec. */
const WITH_GENERATION: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'Job',
  'Ingress',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'Certificate',
]);
/** Members of other kinds that are ours to write; what travels as metadata only has none of them. */
const CONTENT = ['spec', 'imagePullSecrets', 'automountServiceAccountToken'] as const;

/** Projects any child to what is kept of it. */
export function observe(object: KubeObject): Observed {
  const { metadata } = object;
  const labels = metadata.labels ?? {};
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    name: metadata.name,
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    deleting: metadata.deletionTimestamp !== undefined,
    installation:
      labels['app.kubernetes.io/managed-by'] === MANAGED_BY
        ? labels[INSTALLATION_LABEL]
        : undefined,
    part: labels['app.kubernetes.io/component'],
    owner: metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid,
    desired: metadata.annotations?.[DIGEST_ANNOTATION],
    mark: markOf(object),
    health: health(object),
    ...volumesOf(object),
  };
}

function volumesOf(object: KubeObject): Pick<Observed, 'claim' | 'templates'> {
  if (object.kind === 'PersistentVolumeClaim') return { claim: claimFact(object) };
  return object.kind === 'StatefulSet' ? { templates: templateSizes(object) } : {};
}

/** Mark of an object as far as its metadata tells; undefined for kinds that need their content for it. */
export function markOfMetadata(kind: string, metadata: ObjectMeta): string | undefined {
  return WITH_GENERATION.has(kind) ? markOf({ apiVersion: '', kind, metadata }) : undefined;
}

function markOf(object: KubeObject): string {
  const { metadata } = object;
  const content = WITH_GENERATION.has(object.kind)
    ? (metadata.generation ?? 0)
    : CONTENT.map((member) => object[member] ?? null);
  return shortDigest([
    content,
    pick(metadata.labels, ownedMetadata(object, FIELD_MANAGER, 'labels')),
    pick(metadata.annotations, ownedMetadata(object, FIELD_MANAGER, 'annotations')),
    (metadata.ownerReferences ?? []).map(({ uid }) => uid).sort(),
  ]);
}

const pick = (
  record: Readonly<Record<string, string>> | undefined,
  keys: readonly string[],
): readonly (readonly [string, string | undefined])[] => keys.map((key) => [key, record?.[key]]);
