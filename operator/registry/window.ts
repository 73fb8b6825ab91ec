/** How many requests may be under way: fewer after a registry asked for patience, more again as it answers well. */
export class Window {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #width: number;
  #open = 0;
  #good = 0;

  constructor(most: number) {
    this.#most = most;
    this.#width = most;
  }

  /** Runs as soon as there is room. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    while (this.#open >= this.#width)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    this.#open += 1;
    try {
      return await work();
    } finally {
      this.#open -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** After a 429, a 503 or a broken connection: half as many. */
  ease(): void {
    this.#width = Math.max(1, Math.floor(this.#width / 2));
    this.#good = 0;
  }

  /** After an answer: one more once as many went well as are open. */
  good(): void {
    this.#good += 1;
    if (this.#good < this.#width * 4 || this.#width >= this.#most) return;
    this.#width += 1;
    this.#good = 0;
    this.#waiting.shift()?.();
  }
}
