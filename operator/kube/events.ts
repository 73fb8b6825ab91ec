import { GROUP } from '../api/group.ts';
import { KINDS } from '../api/kinds.ts';
import type { KubeObject } from '../api/object.ts';
import { isApiError } from '../ports/api-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Events, Happening } from '../ports/events.ts';
import { microTime } from './micro-time.ts';
import { Bucket } from './rate-limit.ts';

export interface EventsOptions {
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** This replica: the pod's name. */
  readonly instance: string;
  /** An event was given up: refused, spam, or too many at once. */
  readonly onDropped?: (happening: Happening, why: unknown) => void;
}

/** What is remembered of one happening, to count its repetitions. */
interface Series {
  readonly happening: Happening;
  readonly name: string;
  readonly firstAt: number;
  lastAt: number;
  count: number;
  /** Monotonic milliseconds of the last repetition. */
  seen: number;
  /** Monotonic milliseconds from when on it may be written. */
  due: number;
  tries: number;
}

/** The same again within this time belongs to one series. */
const SERIES_MS = 360_000;
/** Least time between two writes of one series. */
const UPDATE_MS = 30_000;
const RETRY_MS = 10_000;
const MAX_TRIES = 3;
const MAX_SERIES = 1_024;
const MAX_PENDING = 256;
const MAX_NOTE_BYTES = 1_024;
const FLUSH_MS = 5_000;
/** Of one object: 25 writes at once, then one in five minutes, as in client-go's spam filter. */
const SPAM = { burst: 25, perSecond: 1 / 300 };
const MANAGER = 'plane-operator-events';

/**
 * Events of events.k8s.io/v1. The first of a kind is written at once; the same again within six
 * minutes counts up its `series`, written every 30 s at most. Memory, waiting writes and writes per
 * object are bounded: what goes beyond is dropped and said to be.
 */
export class EventRecorder implements Events {
  readonly #options: EventsOptions;
  readonly #series = new Map<string, Series>();
  readonly #buckets = new Map<string, Bucket>();
  readonly #pending = new Set<Series>();
  readonly #stop = new AbortController();
  readonly #abandon = new AbortController();
  #running: Promise<void> | undefined;
  #wake = new AbortController();
  #serial = 0;

  constructor(options: EventsOptions) {
    this.#options = options;
  }

  record(happening: Happening): void {
    try {
      if (!this.#stop.signal.aborted) this.#note(happening);
    } catch (error) {
      this.#options.onDropped?.(happening, error);
    }
  }

  /** Writes what waits, five seconds long at most, and takes no more. */
  async flush(): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    const timer = new AbortController();
    const time = this.#options.clock.sleep(FLUSH_MS, timer.signal).catch(() => undefined);
    await Promise.race([time, this.#writeAll()]);
    timer.abort();
    this.#abandon.abort(new Error('events were abandoned'));
  }

  async #writeAll(): Promise<void> {
    await this.#running;
    await Promise.all([...this.#pending].map((series) => this.#write(series)));
  }

  #note(happening: Happening): void {
    const key = keyOf(happening);
    const now = this.#options.clock.monotonic();
    const known = this.#series.get(key);
    this.#series.delete(key);
    if (known === undefined || now - known.seen > SERIES_MS) {
      const series = this.#begin(happening, now);
      this.#series.set(key, series);
      this.#enqueue(series);
    } else {
      this.#series.set(key, known);
      known.count += 1;
      known.seen = now;
      known.lastAt = this.#options.clock.now();
      this.#enqueue(known);
    }
    const [oldest] = this.#series.keys();
    if (this.#series.size > MAX_SERIES && oldest !== undefined) this.#series.delete(oldest);
  }

  #begin(happening: Happening, now: number): Series {
    const wall = this.#options.clock.now();
    this.#serial += 1;
    const suffix = wall.toString(16) + (this.#serial % 0x1000).toString(16).padStart(3, '0');
    const name = `${happening.regarding.name.slice(0, 230).replace(/[.-]+$/, '')}.${suffix}`;
    return {
      happening,
      name,
      firstAt: wall,
      lastAt: wall,
      count: 1,
      seen: now,
      due: now,
      tries: 0,
    };
  }

  #enqueue(series: Series): void {
    if (this.#pending.has(series)) return;
    if (this.#pending.size >= MAX_PENDING) {
      this.#options.onDropped?.(series.happening, 'too many events wait to be written');
      return;
    }
    this.#pending.add(series);
    this.#wake.abort();
    this.#running ??= this.#run();
  }

  /** Writes what is due until nothing waits; one loop at a time. Never throws. */
  async #run(): Promise<void> {
    const { clock } = this.#options;
    while (this.#pending.size > 0 && !this.#stop.signal.aborted) {
      this.#wake = new AbortController();
      const now = clock.monotonic();
      const next = [...this.#pending].reduce((a, b) => (b.due < a.due ? b : a));
      if (next.due <= now) await this.#write(next);
      else await clock.sleep(next.due - now, this.#wake.signal).catch(() => undefined);
    }
    this.#running = undefined;
  }

  async #write(series: Series): Promise<void> {
    const { clock, cluster, onDropped } = this.#options;
    this.#pending.delete(series);
    if (!this.#bucket(series.happening).take()) {
      onDropped?.(series.happening, 'too many events about one object');
      return;
    }
    series.due = clock.monotonic() + UPDATE_MS;
    try {
      const { signal } = this.#abandon;
      await cluster.apply(this.#object(series), { manager: MANAGER, signal });
      series.tries = 0;
    } catch (error) {
      this.#retry(series, error);
    }
  }

  #retry(series: Series, error: unknown): void {
    series.tries += 1;
    const refused = isApiError(error) && error.code >= 400 && error.code < 429;
    if (refused || series.tries === MAX_TRIES || this.#stop.signal.aborted) {
      this.#options.onDropped?.(series.happening, error);
      return;
    }
    series.due = this.#options.clock.monotonic() + RETRY_MS;
    this.#pending.add(series);
  }

  #bucket({ regarding }: Happening): Bucket {
    const known = this.#buckets.get(regarding.uid) ?? new Bucket(this.#options.clock, SPAM);
    this.#buckets.delete(regarding.uid);
    this.#buckets.set(regarding.uid, known);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_SERIES && oldest !== undefined) this.#buckets.delete(oldest);
    return known;
  }

  #object({ happening, name, firstAt, lastAt, count }: Series): KubeObject {
    const { regarding, related, type, reason, action, note } = happening;
    const { apiVersion, kind } = KINDS.Event;
    return {
      apiVersion,
      kind,
      metadata: { name, namespace: regarding.namespace ?? 'default' },
      eventTime: microTime(firstAt),
      reportingController: `${GROUP}/plane-operator`,
      reportingInstance: this.#options.instance.slice(0, 128),
      action,
      reason,
      type,
      note: cut(note),
      regarding,
      ...(related === undefined ? {} : { related }),
      // The API server takes a series of two and more only.
      ...(count < 2 ? {} : { series: { count, lastObservedTime: microTime(lastAt) } }),
    };
  }
}

const keyOf = ({ regarding, related, type, reason, action, note }: Happening): string =>
  JSON.stringify([regarding.uid, related?.kind, related?.name, type, reason, action, note]);

/** At most 1,024 bytes of UTF-8, never half a character. */
function cut(note: string): string {
  const bytes = Buffer.from(note);
  if (bytes.length <= MAX_NOTE_BYTES) return note;
  let end = MAX_NOTE_BYTES - 3;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${bytes.toString('utf8', 0, end)}…`;
}
