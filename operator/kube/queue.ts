import type { Clock } from '../ports/clock.ts';
import { Heap } from './heap.ts';
import { RateLimit } from './rate-limit.ts';

/** Priority of what the first list or a resync brought: after everything that is news. */
export const LOW_PRIORITY = -100;

export interface AddOptions {
  /** Higher goes first. Default 0. */
  readonly priority?: number;
  /** Milliseconds to wait. Default 0. */
  readonly after?: number;
}

/** A key that was handed out, until `done`. */
export interface Work {
  readonly key: string;
  readonly priority: number;
}

/** What a queue tells about itself, under the names of client-go's workqueue metrics. Durations in seconds. */
export interface QueueMetrics {
  /** workqueue_depth */
  readonly depth?: (count: number) => void;
  /** workqueue_adds_total */
  readonly added?: () => void;
  /** workqueue_queue_duration_seconds */
  readonly queued?: (seconds: number) => void;
  /** workqueue_work_duration_seconds */
  readonly worked?: (seconds: number) => void;
  /** workqueue_retries_total */
  readonly retried?: () => void;
  /** workqueue_unfinished_work_seconds */
  readonly unfinished?: (seconds: number) => void;
}

/** A key that waits: for its time, for the worker that has it, or for a worker. */
interface Entry {
  readonly key: string;
  priority: number;
  /** Monotonic milliseconds from when on it is ready. */
  at: number;
  /** When it became ready. */
  since: number;
}

interface Waiter {
  readonly resolve: (work: Work | undefined) => void;
}

/**
 * Keys that wait for workers, with the semantics of controller-runtime's priority queue.
 *
 * *Guarantees*: a key waits once, however often it is added, with the highest priority and the
 * shortest delay it was added with. It is in one worker at most; added meanwhile, it comes again
 * after `done`.
 */
export class Queue {
  readonly #clock: Clock;
  readonly #metrics: QueueMetrics;
  readonly #limit: RateLimit;
  readonly #entries = new Map<string, Entry>();
  /** Ready keys in order of arrival, by priority. */
  readonly #ready = new Map<number, Map<string, Entry>>();
  readonly #delayed = new Heap<{ readonly entry: Entry; readonly at: number }>(({ at }) => at);
  readonly #processing = new Map<string, number>();
  readonly #waiters = new Set<Waiter>();
  readonly #idle = Promise.withResolvers<undefined>();
  #state: 'open' | 'draining' | 'closed' = 'open';
  #depth = 0;
  #timer: { readonly at: number; readonly stop: AbortController } | undefined;

  constructor(clock: Clock, metrics: QueueMetrics = {}) {
    this.#clock = clock;
    this.#metrics = metrics;
    this.#limit = new RateLimit(clock);
  }

  /** Keys that are ready and wait for a worker. */
  get depth(): number {
    return this.#depth;
  }

  add(key: string, { priority = 0, after = 0 }: AddOptions = {}): void {
    if (this.#state !== 'open') return;
    const now = this.#clock.monotonic();
    const at = now + Math.max(0, after);
    const known = this.#entries.get(key);
    if (known === undefined) {
      const entry = { key, priority, at, since: now };
      this.#entries.set(key, entry);
      this.#metrics.added?.();
      this.#place(entry, now);
      return;
    }
    if (priority <= known.priority && at >= known.at) return;
    this.#unready(known);
    known.priority = Math.max(priority, known.priority);
    known.at = Math.min(at, known.at);
    this.#place(known, now);
  }

  /** Adds after the key's backoff, or after `atLeastMs` if that is longer. */
  addRateLimited(key: string, options: { priority?: number; atLeastMs?: number } = {}): void {
    const { priority = 0, atLeastMs = 0 } = options;
    this.#metrics.retried?.();
    this.add(key, { priority, after: Math.max(this.#limit.when(key), atLeastMs) });
  }

  /** Ends the key's backoff. */
  forget(key: string): void {
    this.#limit.forget(key);
  }

  /** How often in a row the key was added rate-limited. */
  failures(key: string): number {
    return this.#limit.failures(key);
  }

  /** Waits for a ready key. Undefined when the queue is shut down or the signal aborts. */
  get(signal?: AbortSignal): Promise<Work | undefined> {
    if (signal?.aborted === true) return Promise.resolve(undefined);
    const work = this.#take();
    if (work !== undefined || this.#state !== 'open') return Promise.resolve(work);
    return new Promise((resolve) => {
      const waiter: Waiter = {
        resolve: (found) => {
          this.#waiters.delete(waiter);
          signal?.removeEventListener('abort', stop);
          resolve(found);
        },
      };
      const stop = (): void => {
        waiter.resolve(undefined);
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#waiters.add(waiter);
    });
  }

  /** Gives a key back that `get` handed out. */
  done(key: string): void {
    const startedAt = this.#processing.get(key);
    if (startedAt === undefined) return;
    this.#processing.delete(key);
    const now = this.#clock.monotonic();
    this.#metrics.worked?.((now - startedAt) / 1_000);
    this.#metrics.unfinished?.(this.unfinishedSeconds());
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#place(entry, now);
    this.#settle();
  }

  /** Sum over the keys that are in work of the time since they were handed out. */
  unfinishedSeconds(): number {
    const now = this.#clock.monotonic();
    return [...this.#processing.values()].reduce((sum, since) => sum + (now - since) / 1_000, 0);
  }

  /**
   * Takes nothing more and resolves when no key is in work. With `drain`, what is ready is worked
   * off first; what waits for its time is dropped in any case.
   */
  shutdown(drain = false): Promise<void> {
    if (this.#state === 'open') {
      this.#state = drain ? 'draining' : 'closed';
      this.#timer?.stop.abort();
      for (const waiter of [...this.#waiters]) waiter.resolve(undefined);
      if (!drain) this.#dropReady();
    }
    this.#settle();
    return this.#idle.promise;
  }

  /** Puts a known entry where it belongs now. A key in work stays where it is until `done`. */
  #place(entry: Entry, now: number): void {
    if (this.#state === 'closed' || this.#processing.has(entry.key)) return;
    if (entry.at > now) {
      this.#delayed.push({ entry, at: entry.at });
      this.#arm();
      return;
    }
    let ready = this.#ready.get(entry.priority);
    if (ready === undefined) this.#ready.set(entry.priority, (ready = new Map<string, Entry>()));
    if (ready.has(entry.key)) return;
    entry.since = now;
    ready.set(entry.key, entry);
    this.#resize(1);
    this.#serve();
  }

  #unready(entry: Entry): void {
    if (this.#ready.get(entry.priority)?.delete(entry.key) === true) this.#resize(-1);
  }

  #serve(): void {
    for (const waiter of this.#waiters) {
      const work = this.#take();
      if (work === undefined) return;
      waiter.resolve(work);
    }
  }

  #take(): Work | undefined {
    const entry = this.#state === 'closed' ? undefined : this.#first();
    if (entry === undefined) return undefined;
    const { key, priority, since } = entry;
    this.#unready(entry);
    this.#entries.delete(key);
    const now = this.#clock.monotonic();
    this.#processing.set(key, now);
    this.#metrics.queued?.((now - since) / 1_000);
    return { key, priority };
  }

  #first(): Entry | undefined {
    const filled = [...this.#ready].filter(([, entries]) => entries.size > 0);
    const [best] = filled.sort(([a], [b]) => b - a);
    return best?.[1].values().next().value;
  }

  #resize(by: number): void {
    this.#depth += by;
    this.#metrics.depth?.(this.#depth);
  }

  #dropReady(): void {
    this.#ready.clear();
    this.#resize(-this.#depth);
  }

  #settle(): void {
    if (this.#state !== 'open' && this.#processing.size === 0 && this.#depth === 0)
      this.#idle.resolve(undefined);
  }

  /** One timer, for the entry that is due first. */
  #arm(): void {
    const next = this.#delayed.peek();
    if (next === undefined || this.#state !== 'open') return;
    if (this.#timer !== undefined && this.#timer.at <= next.at) return;
    this.#timer?.stop.abort();
    const timer = { at: next.at, stop: new AbortController() };
    this.#timer = timer;
    const wait = Math.max(0, next.at - this.#clock.monotonic());
    this.#clock.sleep(wait, timer.stop.signal).then(
      () => {
        this.#timer = undefined;
        this.#ripen();
      },
      () => undefined,
    );
  }

  /** Makes ready what is due. An entry that was moved or handed out since is stale here and skipped. */
  #ripen(): void {
    const now = this.#clock.monotonic();
    for (let next = this.#delayed.peek(); next !== undefined && next.at <= now;) {
      this.#delayed.pop();
      const { entry, at } = next;
      if (this.#entries.get(entry.key) === entry && entry.at === at) this.#place(entry, now);
      next = this.#delayed.peek();
    }
    this.#arm();
  }
}
