import type { Clock } from '../../../operator/ports/clock.ts';

/** Work that happens after the present task, in order: watch events, and pretend controllers. */
export class Delivery {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #queue: (() => void)[] = [];
  #isScheduled = false;
  #isAwake = false;
  paused: { readonly since: number; readonly why: string } | undefined;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  add(work: () => void): void {
    this.#queue.push(work);
    this.#schedule();
  }

  /** Runs work once, however often it is asked for before it runs. Not held back by a pause. */
  wake(work: () => void): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    queueMicrotask(() => {
      this.#isAwake = false;
      work();
    });
  }

  pause(why: string): void {
    this.paused ??= { since: this.#clock.monotonic(), why };
  }

  resume(): void {
    this.paused = undefined;
    this.#schedule();
  }

  /** Resolves when everything handed in so far, and what followed from it, has run. */
  async drain(): Promise<void> {
    do await Promise.resolve();
    while (this.#isScheduled || this.#isAwake);
  }

  #schedule(): void {
    if (this.#isScheduled || this.paused !== undefined) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      if (this.paused !== undefined) return;
      const works = this.#queue;
      this.#queue = [];
      for (const work of works) work();
    });
  }
}
