import { BrokenConnection } from './exchange.ts';
import type { Reply } from './exchange.ts';

/** Time, as retries need it. */
export interface Pause {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

/** Tries of one request that bring nothing forward. */
export const TRIES = 6;

const AGAIN: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
const [FIRST_MS, LONGEST_MS, MOST_ASKED_MS] = [250, 15_000, 300_000];

/** Whether a status is of the moment. */
export const isPassing = (status: number): boolean => AGAIN.has(status);

/** Whether a failure is of the connection. */
export const isBroken = (error: unknown): error is BrokenConnection =>
  error instanceof BrokenConnection;

/** Milliseconds until the next try: what the registry asks for, else twice as long each time, scattered. */
export function delayOf(attempt: number, reply: Reply | undefined, pause: Pause): number {
  const asked = retryAfter(reply?.headers['retry-after'], pause.now());
  if (asked !== undefined) return Math.min(asked, MOST_ASKED_MS);
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return most / 2 + (most / 2) * pause.random();
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
