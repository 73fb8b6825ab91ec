import type { ConditionType } from '../api/reasons.ts';
import type { Verdict } from '../api/verdict.ts';

/** Verdicts by type; an absent one is a condition that is not shown. */
export type Verdicts = Readonly<Record<ConditionType, Verdict | undefined>>;

/** Longest message of a condition that the API accepts. */
const LIMIT = 32_768;

/** Shortens a message to what the API accepts. */
export const clip = (message: string): string =>
  message.length <= LIMIT ? message : `${message.slice(0, LIMIT - 1)}…`;
