const FIRST_MS = 800;
const MAX_MS = 30_000;
/** A watch that was good for this long has earned a quick reconnect. */
const GOOD_MS = 120_000;

/** Waits of a watch between its attempts: 0.8 s doubling to 30 s, each with full jitter. */
export class Backoff {
  readonly #random: () => number;
  #failures = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Milliseconds to wait after an attempt that was good for `goodMs`, and at least `atLeastMs`. */
  next(goodMs: number, atLeastMs = 0): number {
    if (goodMs >= GOOD_MS) this.#failures = 0;
    const ceiling = Math.min(MAX_MS, FIRST_MS * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 10);
    // What was asked for is the least; the jitter goes on top, so that a crowd spreads out.
    return atLeastMs * (1 + this.#random() * 0.25) + (atLeastMs > 0 ? 0 : this.#random() * ceiling);
  }
}
