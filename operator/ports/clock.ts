/** Time as a parameter: wall clock for people, monotonic for measuring. */
export interface Clock {
  /** Wall clock, milliseconds since the epoch. */
  now(): number;
  /** Milliseconds that only ever grow; unrelated to the wall clock. */
  monotonic(): number;
  /** Resolves after the given milliseconds, or rejects with the signal's reason. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
