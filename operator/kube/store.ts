import type { KubeObject } from '../api/object.ts';
import type { WatchEvent } from '../ports/cluster.ts';

interface Entry<T> {
  readonly object: T;
  readonly uid: string;
  readonly resourceVersion: string;
}

/** A change of the store, before anybody knows whether it belongs to the first list. */
export type Change<T> = Omit<WatchEvent<T>, 'initial'>;

/** Key of an object in a store. */
export const storeKey = (namespace: string | undefined, name: string): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

/**
 * What a watch keeps: the projected objects, and of each the uid and resourceVersion it came from.
 * Versions are opaque; they are compared for equality and nothing else.
 */
export class Store<T> {
  readonly #project: (object: KubeObject) => T;
  readonly #failed: (error: unknown) => void;
  readonly #entries = new Map<string, Entry<T>>();

  /** `failed` is told what `project` throws; the object then stays as it was before. */
  constructor(project: (object: KubeObject) => T, failed: (error: unknown) => void) {
    this.#project = project;
    this.#failed = failed;
  }

  get(key: string): T | undefined {
    return this.#entries.get(key)?.object;
  }

  *values(): Iterable<T> {
    for (const { object } of this.#entries.values()) yield object;
  }

  get size(): number {
    return this.#entries.size;
  }

  /**
   * Takes an object as it is now: no change when its resourceVersion is known, and a deletion before
   * the addition when another object of the same name took its place.
   */
  put(source: KubeObject): readonly Change<T>[] {
    const { namespace, name, uid = '', resourceVersion = '' } = source.metadata;
    const key = storeKey(namespace, name);
    const known = this.#entries.get(key);
    if (known?.resourceVersion === resourceVersion && known.uid === uid) return [];
    const [object] = this.#projected(source);
    if (object === undefined) return [];
    this.#entries.set(key, { object, uid, resourceVersion });
    if (known === undefined) return [{ type: 'added', object }];
    if (known.uid === uid) return [{ type: 'modified', object, old: known.object }];
    return [
      { type: 'deleted', object: known.object, old: known.object },
      { type: 'added', object },
    ];
  }

  /** Takes an object as gone. `source` is its last state, when that is known and can be projected. */
  remove(key: string, source?: KubeObject): readonly Change<T>[] {
    const known = this.#entries.get(key);
    if (known === undefined) return [];
    this.#entries.delete(key);
    const [object = known.object] = source === undefined ? [] : this.#projected(source);
    return [{ type: 'deleted', object, old: known.object }];
  }

  /** Takes everything as gone that is not among these keys. */
  *keep(keys: ReadonlySet<string>): Generator<Change<T>> {
    for (const key of [...this.#entries.keys()]) if (!keys.has(key)) yield* this.remove(key);
  }

  #projected(source: KubeObject): readonly [T?] {
    try {
      return [this.#project(source)];
    } catch (error) {
      this.#failed(error);
      return [];
    }
  }
}
