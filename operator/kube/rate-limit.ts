import type { Clock } from '../ports/clock.ts';

const FIRST_MS = 5;
const MAX_MS = 1_000_000;
const PER_SECOND = 10;
const BURST = 100;

/** Tokens that fill up with time. */
export class Bucket {
  readonly #clock: Clock;
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  constructor(clock: Clock, limits: { readonly perSecond: number; readonly burst: number }) {
    this.#clock = clock;
    this.#perMs = limits.perSecond / 1_000;
    this.#burst = limits.burst;
    this.#tokens = limits.burst;
    this.#at = clock.monotonic();
  }

  /** Takes a token, on credit if need be; answers with the milliseconds until it is really there. */
  reserve(): number {
    this.#fill();
    this.#tokens -= 1;
    return this.#tokens >= 0 ? 0 : -this.#tokens / this.#perMs;
  }

  /** Takes a token if there is one. */
  take(): boolean {
    this.#fill();
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  #fill(): void {
    const now = this.#clock.monotonic();
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#at) * this.#perMs);
    this.#at = now;
  }
}

/** Waits of client-go: per key 5 ms doubling to 1,000 s, and over all keys 10 a second after 100 at once. */
export class RateLimit {
  readonly #bucket: Bucket;
  readonly #failures = new Map<string, number>();

  constructor(clock: Clock) {
    this.#bucket = new Bucket(clock, { perSecond: PER_SECOND, burst: BURST });
  }

  /** Milliseconds until the key may be tried again; each call makes the next one longer. */
  when(key: string): number {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    return Math.max(Math.min(MAX_MS, FIRST_MS * 2 ** failures), this.#bucket.reserve());
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }

  failures(key: string): number {
    return this.#failures.get(key) ?? 0;
  }
}
