import type { Kind } from '../../../operator/api/kinds.ts';
import { refKey, refOf } from '../../../operator/api/object.ts';
import type { KubeObject } from '../../../operator/api/object.ts';
import type { Clock } from '../../../operator/ports/clock.ts';
import type { WatchEvent, WatchOptions, Watching } from '../../../operator/ports/cluster.ts';
import { labelMatcher } from './selector.ts';
import type { Store, StoreEvent } from './store.ts';

export interface WatchWorld {
  readonly store: Store;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Runs work after the present task, in the order handed in, unless watches are paused. */
  readonly deliver: (work: () => void) => void;
  /** Why watches are paused now. */
  readonly paused: () => { readonly since: number; readonly why: string } | undefined;
}

/** One watch on the store: what happens is told later, in order, and never twice. */
export class MemoryWatch<T> implements Watching<T> {
  readonly #kind: Kind;
  readonly #options: WatchOptions<T>;
  readonly #world: WatchWorld;
  readonly #known = new Map<string, T>();
  readonly #matches: (object: KubeObject) => boolean;
  readonly #stop: () => void;
  readonly synced: Promise<void>;
  readonly #settled = Promise.withResolvers<undefined>();
  #hasSynced = false;
  #closed = false;
  /** Exceptions of the listener; they do not end the watch. */
  failures = 0;

  constructor(kind: Kind, options: WatchOptions<T>, world: WatchWorld) {
    this.#kind = kind;
    this.#options = options;
    this.#world = world;
    this.#matches = labelMatcher(options.labelSelector);
    this.synced = this.#settled.promise;
    // A watch that is closed early rejects, and nobody has to be waiting for it.
    this.synced.catch(() => undefined);
    const first = world.store.list(kind.kind, options.namespace).filter(this.#matches);
    this.#stop = world.store.onEvent((event) => {
      if (this.#concerns(event.object))
        this.#later(() => {
          this.#take(event);
        });
    });
    options.signal?.addEventListener('abort', () => {
      this.close();
    });
    this.#later(() => {
      this.#begin(first);
    });
  }

  get(namespace: string | undefined, name: string): T | undefined {
    const { apiVersion, kind } = this.#kind;
    const where = namespace === undefined ? {} : { namespace };
    return this.#known.get(refKey({ apiVersion, kind, name, ...where }));
  }

  list(): Iterable<T> {
    return [...this.#known.values()];
  }

  hasSynced = (): boolean => this.#hasSynced;

  silence = (): number => {
    const paused = this.#world.paused();
    return paused === undefined ? 0 : this.#world.clock.monotonic() - paused.since;
  };

  trouble = (): string | undefined => this.#world.paused()?.why;

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stop();
    this.#settled.reject(new Error(`Cannot wait for ${this.#kind.plural}: watch is closed`));
  }

  #later(work: () => void): void {
    this.#world.deliver(() => {
      if (!this.#closed) work();
    });
  }

  #concerns({ kind, metadata }: KubeObject): boolean {
    const { namespace } = this.#options;
    return (
      kind === this.#kind.kind && (namespace === undefined || metadata.namespace === namespace)
    );
  }

  #begin(objects: readonly KubeObject[]): void {
    for (const object of objects) this.#tell('added', object, true);
    this.#hasSynced = true;
    this.#settled.resolve(undefined);
  }

  /** An object that ceases to match is deleted to this watch, one that begins to match is added. */
  #take({ type, object }: StoreEvent): void {
    const isKnown = this.#known.has(refKey(refOf(object)));
    if (type === 'deleted' || !this.#matches(object)) {
      if (isKnown) this.#tell('deleted', object, false);
      return;
    }
    this.#tell(isKnown ? 'modified' : 'added', object, false);
  }

  #tell(type: WatchEvent<T>['type'], object: KubeObject, initial: boolean): void {
    const key = refKey(refOf(object));
    const old = this.#known.get(key);
    const { apiVersion, kind, metadata } = object;
    const seen = this.#options.metadataOnly === true ? { apiVersion, kind, metadata } : object;
    const projected = this.#options.project(structuredClone(seen));
    if (type === 'deleted') this.#known.delete(key);
    else this.#known.set(key, projected);
    try {
      const before = old === undefined ? {} : { old };
      this.#options.onEvent({ type, object: projected, initial, ...before });
    } catch {
      this.failures += 1;
    }
  }
}
