import { setImmediate } from 'node:timers/promises';

import type { Kind } from '../api/kinds.ts';
import type { KubeObject } from '../api/object.ts';
import { OperatorError } from '../lib/errors.ts';
import { isApiError } from '../ports/api-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Watching, WatchOptions } from '../ports/cluster.ts';
import { statusError } from './api-status.ts';
import type { Status } from './api-status.ts';
import { Backoff } from './backoff.ts';
import { Lines } from './lines.ts';
import { pages, typed } from './pages.ts';
import { collectionPath, METADATA, withQuery } from './paths.ts';
import { Store, storeKey } from './store.ts';
import type { Change } from './store.ts';
import type { Transport } from './transport.ts';

/** What happens to watches, for logs and metrics. None of these may throw. */
export interface WatchHooks {
  /** A whole list was asked for: at the start, or because the last version seen is too old. */
  readonly listed?: (kind: string, why: 'start' | 'expired') => void;
  /** The connection ended and will be taken up where it stopped. `error` is undefined at a regular end. */
  readonly interrupted?: (kind: string, error: Error | undefined) => void;
  /** Code of ours threw, or a line was no JSON. Nothing is lost but what that code would have done. */
  readonly failed?: (kind: string, where: 'project' | 'event' | 'decode', error: unknown) => void;
}

/** What is the same for every watch of a process. */
export interface WatchSettings {
  readonly hooks?: WatchHooks;
  /** Evenly distributed in [0, 1), for jitter. */
  readonly random?: () => number;
  /**
   * Without a byte for this long a watch is taken up anew, which costs one request. Default 150,000:
   * bookmarks come each minute, but not for a kind that nothing has happened to since the watch
   * began, unless etcd notifies of its progress (seen on 1.33.13). So silence alone is no trouble.
   */
  readonly stallMs?: number;
}

export interface ReflectorOptions<T> extends WatchSettings {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly kind: Kind;
  readonly watch: WatchOptions<T>;
}

/** A watch was silent for too long and is taken up anew. */
export class Stalled extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Stalled';
  }
}

type WireEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: KubeObject }
  | { readonly type: 'ERROR'; readonly object: Status };

/** Synchronous work after which other work gets its turn. */
const SLICE_MS = 10;
const STALL_MS = 150_000;
/** Wait after an answer that only a person changes: no right, or no such kind. */
const REFUSED_MS = 30_000;
/** Length of a watch in seconds, chosen anew each time so that watches do not end together. */
const WATCH_SECONDS = { least: 300, spread: 300 };

/**
 * Lists once, then follows, for ever.
 *
 * ```
 * list (pages of 500) ──> watch from its version ──> ended, cut, stalled, 5xx: wait, watch from the last version seen
 *   ^                                                   │
 *   └────────────── 410: the last version seen is too old
 * ```
 */
export class Reflector<T> implements Watching<T> {
  readonly synced: Promise<void>;
  readonly #options: ReflectorOptions<T>;
  readonly #store: Store<T>;
  readonly #backoff: Backoff;
  readonly #random: () => number;
  readonly #closing = new AbortController();
  readonly #sync = Promise.withResolvers<undefined>();
  #hasSynced = false;
  #trouble: string | undefined = 'first list is not complete';
  #lastByteAt: number;
  #sliceAt = 0;
  /** Where to go on; undefined when a list is needed. */
  #version: string | undefined;
  /** When the present attempt became good. */
  #goodAt: number | undefined;

  static start<T>(options: ReflectorOptions<T>): Reflector<T> {
    const reflector = new Reflector(options);
    void reflector.#run();
    return reflector;
  }

  private constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#backoff = new Backoff(this.#random);
    this.#store = new Store(options.watch.project, (error) => {
      options.hooks?.failed?.(options.kind.kind, 'project', error);
    });
    this.#lastByteAt = options.clock.monotonic();
    this.synced = this.#sync.promise;
    this.synced.catch(() => undefined);
    options.watch.signal?.addEventListener('abort', this.close.bind(this), { once: true });
  }

  readonly hasSynced = (): boolean => this.#hasSynced;
  readonly silence = (): number => this.#options.clock.monotonic() - this.#lastByteAt;
  readonly trouble = (): string | undefined => this.#trouble;

  get(namespace: string | undefined, name: string): T | undefined {
    return this.#store.get(storeKey(namespace, name));
  }

  list(): Iterable<T> {
    return this.#store.values();
  }

  close(): void {
    if (this.#isClosed()) return;
    const closed = new OperatorError('ERR_NOT_CONNECTED', 'Cannot finish the first list: closed');
    this.#closing.abort(closed);
    this.#sync.reject(closed);
  }

  #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed()) {
      const error = await this.#attempt();
      if (this.#isClosed()) return;
      this.#options.hooks?.interrupted?.(this.#options.kind.kind, error);
      await this.#pause(error);
    }
  }

  /** One connection from its start to its end; answers with what ended it. Never throws. */
  async #attempt(): Promise<Error | undefined> {
    this.#goodAt = undefined;
    try {
      this.#version ??= await this.#relist();
      await this.#follow();
      return undefined;
    } catch (error) {
      if (isTooOld(error)) this.#version = undefined;
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  async #pause(error: Error | undefined): Promise<void> {
    const { clock, kind } = this.#options;
    if (error !== undefined && !isTooOld(error) && !(error instanceof Stalled))
      this.#trouble = `Cannot watch ${kind.plural}: ${isUnknown(error) ? `the cluster has no kind ${kind.kind} of ${kind.apiVersion}` : error.message}`;
    const goodMs = this.#goodAt === undefined ? 0 : clock.monotonic() - this.#goodAt;
    try {
      await clock.sleep(this.#backoff.next(goodMs, atLeast(error)), this.#closing.signal);
    } catch {
      // Closed while waiting: the loop ends by itself.
    }
  }

  async #relist(): Promise<string> {
    const { transport, kind, watch, hooks } = this.#options;
    hooks?.listed?.(kind.kind, this.#hasSynced ? 'expired' : 'start');
    const seen = new Set<string>();
    let version = '';
    const options = { ...watch, signal: this.#closing.signal };
    for await (const page of pages(transport, kind, options)) {
      this.#lastByteAt = this.#options.clock.monotonic();
      version = page.resourceVersion;
      for (const object of page.items) {
        seen.add(storeKey(object.metadata.namespace, object.metadata.name));
        this.#tell(this.#store.put(object));
        await this.#breathe();
      }
    }
    this.#closing.signal.throwIfAborted();
    this.#tell(this.#store.keep(seen));
    this.#trouble = undefined;
    this.#hasSynced = true;
    this.#sync.resolve(undefined);
    return version;
  }

  async #follow(): Promise<void> {
    const { transport, kind, watch, clock } = this.#options;
    const attempt = new AbortController();
    const signal = AbortSignal.any([attempt.signal, this.#closing.signal]);
    void this.#guard(attempt, signal);
    try {
      const { bytes } = await transport.stream(this.#watchPath(), {
        signal,
        resource: kind.plural,
        ...(watch.metadataOnly === true ? { accept: METADATA } : {}),
      });
      this.#goodAt = this.#lastByteAt = clock.monotonic();
      this.#trouble = undefined;
      const lines = new Lines();
      for await (const chunk of bytes) {
        this.#lastByteAt = clock.monotonic();
        for (const line of lines.push(chunk)) {
          signal.throwIfAborted();
          this.#take(this.#decode(line));
          await this.#breathe();
        }
      }
    } catch (error) {
      // A stalled stream ends with Node's own error; the reason says more.
      signal.throwIfAborted();
      throw error;
    } finally {
      attempt.abort();
    }
  }

  #watchPath(): string {
    const { kind, watch } = this.#options;
    return withQuery(collectionPath(kind, watch.namespace), {
      watch: 1,
      allowWatchBookmarks: true,
      labelSelector: watch.labelSelector,
      resourceVersion: this.#version,
      timeoutSeconds: Math.round(WATCH_SECONDS.least + this.#random() * WATCH_SECONDS.spread),
    });
  }

  /** Ends an attempt that has been silent for too long. */
  async #guard(attempt: AbortController, signal: AbortSignal): Promise<void> {
    const { clock, stallMs = STALL_MS } = this.#options;
    const startedAt = clock.monotonic();
    try {
      for (let left = stallMs; left > 0;) {
        await clock.sleep(left, signal);
        left = stallMs - Math.min(this.silence(), clock.monotonic() - startedAt);
      }
      attempt.abort(new Stalled(`no byte in ${stallMs / 1_000} s`));
    } catch {
      // The attempt ended before it stalled.
    }
  }

  #decode(line: Buffer): WireEvent {
    try {
      return JSON.parse(line.toString('utf8')) as WireEvent;
    } catch (error) {
      this.#options.hooks?.failed?.(this.#options.kind.kind, 'decode', error);
      throw error;
    }
  }

  #take(event: WireEvent): void {
    if (event.type === 'ERROR') throw statusError(event.object);
    const object = typed(event.object, this.#options.kind);
    const { namespace, name, resourceVersion } = object.metadata;
    if (event.type === 'DELETED') this.#tell(this.#store.remove(storeKey(namespace, name), object));
    else if (event.type !== 'BOOKMARK') this.#tell(this.#store.put(object));
    if (resourceVersion !== undefined) this.#version = resourceVersion;
  }

  /** Tells what changed. What the listener throws is counted and no more. */
  #tell(changes: Iterable<Change<T>>): void {
    const { kind, watch, hooks } = this.#options;
    for (const change of changes) {
      if (this.#isClosed()) return;
      try {
        watch.onEvent({ ...change, initial: !this.#hasSynced });
      } catch (error) {
        hooks?.failed?.(kind.kind, 'event', error);
      }
    }
  }

  /** Gives the event loop a turn after 10 ms of work, so that a large list starves nobody. */
  async #breathe(): Promise<void> {
    const { clock } = this.#options;
    if (clock.monotonic() - this.#sliceAt < SLICE_MS) return;
    await setImmediate();
    this.#sliceAt = clock.monotonic();
  }
}

/** Whether the API server knows nothing of the kind: its definition is missing. */
const isUnknown = (error: Error): boolean => isApiError(error) && error.code === 404;

function atLeast(error: Error | undefined): number {
  if (!isApiError(error)) return 0;
  if (error.retryAfter !== undefined) return error.retryAfter * 1_000;
  return error.code === 403 || error.code === 404 ? REFUSED_MS : 0;
}

/** Whether only a new list helps: the version is compacted, or of a future that a restored etcd lost. */
const isTooOld = (error: unknown): boolean =>
  isApiError(error) &&
  (error.code === 410 ||
    error.reason === 'Expired' ||
    error.causes.some(({ reason }) => reason === 'ResourceVersionTooLarge'));
