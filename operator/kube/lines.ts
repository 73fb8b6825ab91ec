const NEWLINE = 0x0a;

/**
 * Cuts a stream of bytes into lines. Bytes are cut and never text, so a character that two chunks
 * share comes out whole. What follows the last newline waits for the rest of its line.
 */
export class Lines {
  #partial: Buffer[] = [];

  /** The lines that this chunk completes, without their newline; empty lines are left out. */
  *push(chunk: Buffer): Generator<Buffer> {
    let from = 0;
    for (;;) {
      const to = chunk.indexOf(NEWLINE, from);
      if (to === -1) break;
      const line = this.#complete(chunk.subarray(from, to));
      if (line.length > 0) yield line;
      from = to + 1;
    }
    if (from < chunk.length) this.#partial.push(chunk.subarray(from));
  }

  #complete(end: Buffer): Buffer {
    if (this.#partial.length === 0) return end;
    const line = Buffer.concat([...this.#partial, end]);
    this.#partial = [];
    return line;
  }
}
