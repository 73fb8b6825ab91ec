import type { Finding } from '../../../api/finding.ts';

/** What is wrong with one place, and what would be accepted. */
export interface Problem {
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** The spec has to change. */
export const refused = (problem: Problem): Finding => ({
  severity: 'refuse',
  rule: 'ProductSettings',
  ...problem,
});

/** A Secret has to change; the finding ends by itself when it does. */
export const awaited = (problem: Problem): Finding => ({
  severity: 'wait',
  rule: 'ProductSettings',
  ...problem,
});
