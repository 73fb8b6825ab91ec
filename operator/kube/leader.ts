import { OperatorError } from '../lib/errors.ts';
import { isApiError } from '../ports/api-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Cluster } from '../ports/cluster.ts';
import { HeldByOther, LeaseRecord } from './lease.ts';

export interface LeaderOptions {
  /** On connections of its own: a renewal must not wait behind other requests. */
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly namespace: string;
  readonly name: string;
  /** Unique among all processes: the pod's name, say. */
  readonly identity: string;
  /** A lease nobody renewed for this long may be taken. Default 30. */
  readonly leaseSeconds?: number;
  /** Without a renewal for this long we do not lead any more. Shorter than the lease. Default 20. */
  readonly renewSeconds?: number;
  /** Between two renewals, or two attempts to take the lease. Default 4. */
  readonly retrySeconds?: number;
  /** Evenly distributed in [0, 1), for jitter. */
  readonly random?: () => number;
  /** leader_election_master_status */
  readonly onChange?: (leads: boolean) => void;
  /** A call about the lease failed; it is made again. */
  readonly onError?: (error: unknown) => void;
}

/** One moment by both clocks, in milliseconds. */
interface Instant {
  readonly monotonic: number;
  readonly wall: number;
}

const CALL_MS = 5_000;
/** What a fenced leader may take to come to rest before we stand for election again. */
const REST_MS = 30_000;

/**
 * Leadership by a Lease, taken again and again in one process.
 *
 * ```
 * candidate ──> leads ──> not renewed for 20 s, or taken by another: fence ──> candidate …
 *                 └──> `lead` ends by itself: release
 * ```
 *
 * *Guarantees*: the signal of a lost term stays aborted, so a second term never unfences the first.
 * No failure of the API server ends it.
 */
export class Leader {
  readonly #options: LeaderOptions;
  readonly #lease: LeaseRecord;
  readonly #random: () => number;
  readonly #renewMs: number;
  readonly #retryMs: number;
  /** When the last renewal that worked was sent. */
  #renewed: Instant | undefined;

  constructor(options: LeaderOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#renewMs = (options.renewSeconds ?? 20) * 1_000;
    this.#retryMs = (options.retrySeconds ?? 4) * 1_000;
    const seconds = options.leaseSeconds ?? 30;
    this.#lease = new LeaseRecord({ ...options, seconds, callMs: CALL_MS });
  }

  /**
   * Whether the lease is certainly ours: for writes that must not come late. Both clocks have to say
   * so, since the monotonic one stands still while a virtual machine is suspended.
   */
  readonly holds = (): boolean => {
    if (this.#renewed === undefined) return false;
    const { monotonic, wall } = this.#now();
    return (
      monotonic - this.#renewed.monotonic < this.#renewMs &&
      wall - this.#renewed.wall < this.#renewMs
    );
  };

  /**
   * Stands for election, calls `lead` when elected, and begins anew when leadership is lost: then the
   * signal given to `lead` aborts. Resolves when `stop` aborts in a candidate, or when `lead` of a
   * leader returns, which is also how a leader stops: until then the lease is renewed, so that work
   * can be finished, and afterwards it is released. Throws what `lead` throws while it leads.
   */
  async runAsLeader(
    lead: (signal: AbortSignal) => Promise<void>,
    stop: AbortSignal,
  ): Promise<void> {
    while (await this.#acquire(stop)) {
      const ended = await this.#term(lead);
      if (ended) return;
    }
  }

  #now(): Instant {
    const { clock } = this.#options;
    return { monotonic: clock.monotonic(), wall: clock.now() };
  }

  /** False when `stop` aborts first. */
  async #acquire(stop: AbortSignal): Promise<boolean> {
    const { clock, onError } = this.#options;
    while (!stop.aborted) {
      const startedAt = this.#now();
      try {
        await this.#lease.take();
        this.#renewed = startedAt;
        return true;
      } catch (error) {
        if (!isRivalry(error)) onError?.(error);
      }
      await clock.sleep(this.#retryMs * (1 + this.#random() * 0.5), stop).catch(() => undefined);
    }
    return false;
  }

  /** One term. True when `lead` ended by itself, false when leadership was lost. */
  async #term(lead: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const fence = new AbortController();
    const over = new AbortController();
    this.#options.onChange?.(true);
    const work = lead(fence.signal).then(
      () => ({ error: undefined }),
      (error: unknown) => ({ error }),
    );
    const lost = this.#renewUntilLost(over.signal);
    const first = await Promise.race([work, lost]);
    if (first !== 'lost' && !isFenced(first.error)) {
      over.abort();
      await lost;
      await this.#release();
      fence.abort(new OperatorError('ERR_LEADERSHIP_LOST', 'The term is over'));
      if (first.error !== undefined) throw first.error as Error;
      return true;
    }
    over.abort();
    this.#renewed = undefined;
    fence.abort(new OperatorError('ERR_LEADERSHIP_LOST', 'The lease was lost'));
    this.#options.onChange?.(false);
    await this.#rest(work);
    return false;
  }

  async #renewUntilLost(over: AbortSignal): Promise<'lost'> {
    const { clock } = this.#options;
    for (;;) {
      const end = (this.#renewed?.monotonic ?? 0) + this.#renewMs;
      const isOver = await clock.sleep(this.#retryMs * (1 - this.#random() * 0.1), over).then(
        () => false,
        () => true,
      );
      if (isOver || !(await this.#renewBefore(end))) return 'lost';
    }
  }

  /** Renews until it works. False when the time is up or somebody else holds the lease. */
  async #renewBefore(end: number): Promise<boolean> {
    const { clock } = this.#options;
    const up = new AbortController();
    const timeUp = clock.sleep(Math.max(0, end - clock.monotonic()), up.signal).then(
      () => false,
      () => false,
    );
    try {
      return await Promise.race([timeUp, this.#renewRepeatedly(end)]);
    } finally {
      up.abort();
    }
  }

  async #renewRepeatedly(end: number): Promise<boolean> {
    const { clock, onError } = this.#options;
    while (clock.monotonic() < end) {
      const startedAt = this.#now();
      try {
        await this.#lease.renew();
        if (clock.monotonic() >= end) return false;
        this.#renewed = startedAt;
        return true;
      } catch (error) {
        if (error instanceof HeldByOther) return false;
        if (!isRivalry(error)) onError?.(error);
      }
      await clock.sleep(this.#retryMs / 4);
    }
    return false;
  }

  async #release(): Promise<void> {
    this.#renewed = undefined;
    this.#options.onChange?.(false);
    try {
      await this.#lease.release();
    } catch (error) {
      this.#options.onError?.(error);
    }
  }

  async #rest(work: Promise<unknown>): Promise<void> {
    const timer = new AbortController();
    await Promise.race([
      work,
      this.#options.clock.sleep(REST_MS, timer.signal).catch(() => undefined),
    ]);
    timer.abort();
  }
}

/** What another candidate's speed does to us, which is no trouble. */
const isRivalry = (error: unknown): boolean =>
  error instanceof HeldByOther || isApiError(error, 'Conflict', 'AlreadyExists');

/** Whether work ended because a write of it was fenced, before the term was seen to be over. */
const isFenced = (error: unknown): boolean =>
  error instanceof OperatorError && error.code === 'ERR_LEADERSHIP_LOST';
