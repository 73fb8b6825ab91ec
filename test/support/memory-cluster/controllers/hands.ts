import { isDeepStrictEqual } from 'node:util';

import { refKey, refOf } from '../../../../operator/api/object.ts';
import type { KubeObject, ObjectRef, OwnerReference } from '../../../../operator/api/object.ts';
import { remove } from '../remover.ts';
import { isRecord } from '../typed.ts';
import type { Fields } from '../typed.ts';
import { timestamp } from '../writer.ts';
import type { World, Writer } from '../writer.ts';

export type HoldState = 'unready' | 'stalled' | 'running';

const MANAGER = 'kube-controller-manager';

export const record = (value: unknown): Fields => (isRecord(value) ? value : {});
export const at = (object: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => record(value)[key], object);
export const list = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.map(record) : [];
export const count = (value: unknown, absent: number): number =>
  typeof value === 'number' ? value : absent;
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const strings = (value: unknown): Readonly<Record<string, string>> =>
  record(value) as Readonly<Record<string, string>>;
/** Without members that are zero, as `omitempty` writes a status. */
export const nonZero = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== 0 && value !== undefined),
  );

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** What pretend controllers do to the cluster. */
export class Hands {
  readonly world: World;
  readonly #writer: Writer;
  readonly #holds = new Map<string, HoldState>();
  failJobs: (object: KubeObject) => boolean = () => false;

  constructor(world: World, writer: Writer) {
    this.world = world;
    this.#writer = writer;
  }

  hold(ref: ObjectRef, state: HoldState | undefined): void {
    if (state === undefined) this.#holds.delete(refKey(ref));
    else this.#holds.set(refKey(ref), state);
  }

  held(object: KubeObject): HoldState | undefined {
    return this.#holds.get(refKey(refOf(object)));
  }

  now(): string {
    return timestamp(this.world.clock);
  }

  /** Objects of a kind that are not being deleted. */
  living(kind: string): readonly KubeObject[] {
    return this.world.store
      .list(kind)
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  find(kind: string, namespace: string | undefined, name: string): KubeObject | undefined {
    const where = namespace === undefined ? {} : { namespace };
    return this.world.store.get({ apiVersion: '', kind, name, ...where });
  }

  /** Objects of a kind that an object controls. */
  controlled(kind: string, owner: KubeObject): readonly KubeObject[] {
    return this.world.store
      .list(kind, owner.metadata.namespace)
      .filter((object) => controllerOf(object)?.uid === owner.metadata.uid);
  }

  create(object: KubeObject, owner?: KubeObject): KubeObject {
    const owned = owner === undefined ? {} : { ownerReferences: [controllerRef(owner)] };
    const metadata = { ...object.metadata, ...owned };
    return this.#writer.create({ ...object, metadata }, { manager: MANAGER });
  }

  /** Lays fields over an object; nothing is written when nothing differs. */
  update(object: KubeObject, fields: Fields): void {
    const changed = { ...object, ...fields };
    if (!isDeepStrictEqual(changed, object)) this.#writer.replace(changed, { manager: MANAGER });
  }

  status(
    object: KubeObject,
    status: Fields,
    annotations: Readonly<Record<string, string>> = {},
  ): void {
    const metadata =
      Object.keys(annotations).length === 0
        ? object.metadata
        : { ...object.metadata, annotations: { ...object.metadata.annotations, ...annotations } };
    const changed = { ...object, metadata, status };
    if (isDeepStrictEqual(changed, object)) return;
    this.#writer.replace(changed, { manager: MANAGER, subresource: 'status' });
  }

  delete(object: KubeObject): void {
    remove(this.world, refOf(object));
  }

  drop(object: KubeObject): void {
    this.world.store.drop(refOf(object));
  }

  /** Conditions with their times: a time changes only when the status of the condition does. */
  conditions(
    object: KubeObject,
    conditions: readonly Condition[],
    extra: 'lastUpdateTime' | 'lastProbeTime' | undefined,
  ): readonly Fields[] {
    const before = list(at(object, 'status', 'conditions'));
    return conditions.map((condition) => {
      const old = before.find(({ type }) => type === condition.type);
      const isSame = old?.['status'] === condition.status && old['reason'] === condition.reason;
      const changed = isSame && extra !== undefined ? old[extra] : this.now();
      return {
        ...condition,
        lastTransitionTime:
          old?.['status'] === condition.status ? old['lastTransitionTime'] : this.now(),
        ...(extra === undefined ? {} : { [extra]: changed }),
      };
    });
  }
}

export const controllerOf = (object: KubeObject): OwnerReference | undefined =>
  object.metadata.ownerReferences?.find(({ controller }) => controller === true);

export const controllerRef = ({ apiVersion, kind, metadata }: KubeObject): OwnerReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
});
