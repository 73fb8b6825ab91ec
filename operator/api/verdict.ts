import type { Reason } from './reasons.ts';

/** What is said under one condition; generation and transition time are stamped centrally. */
export interface Verdict {
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: Reason;
  /** A sentence without secrets, times or counters. */
  readonly message: string;
}
