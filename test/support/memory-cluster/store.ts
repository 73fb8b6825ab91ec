import { refKey, refOf } from '../../../operator/api/object.ts';
import type { KubeObject, ObjectMeta, ObjectRef } from '../../../operator/api/object.ts';

/** One change of the store, in the order of resource versions. */
export interface StoreEvent {
  readonly type: 'added' | 'modified' | 'deleted';
  readonly object: KubeObject;
}

/** Every object, frozen, with one counter of versions for all. */
export class Store {
  readonly #objects = new Map<string, KubeObject>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  #version: number;

  constructor(version: number) {
    this.#version = version;
  }

  get version(): number {
    return this.#version;
  }

  get(ref: ObjectRef): KubeObject | undefined {
    return this.#objects.get(refKey(ref));
  }

  /** Objects of a kind, or of all kinds, by namespace and name. */
  list(kind?: string, namespace?: string): readonly KubeObject[] {
    return [...this.#objects.values()]
      .filter(
        (object) =>
          (kind === undefined || object.kind === kind) &&
          (namespace === undefined || object.metadata.namespace === namespace),
      )
      .sort((a, b) => (refKey(refOf(a)) < refKey(refOf(b)) ? -1 : 1));
  }

  /** Stores an object under the next version. */
  put(object: KubeObject): KubeObject {
    const type = this.get(refOf(object)) === undefined ? 'added' : 'modified';
    const stored = this.#versioned(object);
    this.#objects.set(refKey(refOf(object)), stored);
    this.#tell({ type, object: stored });
    return stored;
  }

  /** Removes an object; the event carries the version of the removal. */
  drop(ref: ObjectRef): void {
    const object = this.get(ref);
    if (object === undefined) return;
    this.#objects.delete(refKey(ref));
    this.#tell({ type: 'deleted', object: this.#versioned(object) });
  }

  onEvent(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #versioned(object: KubeObject): KubeObject {
    this.#version += 1;
    const metadata: ObjectMeta = { ...object.metadata, resourceVersion: String(this.#version) };
    return freeze(structuredClone({ ...object, metadata }));
  }

  #tell(event: StoreEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}
