import type { Clock } from '../../../operator/ports/clock.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Lets everything that is ready now run. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Time that passes only when a test says so. */
export class FakeClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();
  #at = 1_000;
  /** How far the wall clock is ahead of what it should be. */
  wallOffset = 0;

  now(): number {
    return Date.UTC(2026, 0, 2) + this.#at + this.wallOffset;
  }

  monotonic(): number {
    return this.#at;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason as Error);
      };
      const sleeper = {
        at: this.#at + milliseconds,
        wake: () => {
          signal?.removeEventListener('abort', fail);
          resolve();
        },
      };
      if (signal?.aborted === true) {
        fail();
        return;
      }
      signal?.addEventListener('abort', fail, { once: true });
      this.#sleepers.add(sleeper);
    });
  }

  /** How many wait for their time. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /** Time until the first of the sleepers wakes. */
  get next(): number | undefined {
    const times = [...this.#sleepers].map(({ at }) => at - this.#at);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Lets time pass, waking each sleeper at its own time. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#at + milliseconds;
    await settle();
    for (;;) {
      const [first] = [...this.#sleepers].sort((a, b) => a.at - b.at);
      if (first === undefined || first.at > end) break;
      this.#at = Math.max(this.#at, first.at);
      this.#sleepers.delete(first);
      first.wake();
      await settle();
    }
    this.#at = end;
    await settle();
  }

  /** The whole process stood still: time is over, and nobody was woken yet. */
  freeze(milliseconds: number): void {
    this.#at += milliseconds;
  }
}
