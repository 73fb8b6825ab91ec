import type { Verdict } from '../../api/verdict.ts';
import type { Report, Tended } from '../report.ts';
import { ready } from './ready.ts';

/** Stalled: present while nothing will change until somebody acts. */
export function stalled(report: Report): Verdict | undefined {
  const { reason, message } = ready(report);
  if (
    report.kind === 'refused' ||
    (report.kind === 'applied' && reason !== 'ProgressingWithRetry' && isStuck(report.tended))
  )
    return { status: 'True', reason, message };
  return undefined;
}

/** A failed Job is not tried again by anybody; pods of a failed rollout may still become ready. */
const isStuck = ({ parts }: Tended): boolean =>
  parts.some(({ state, kind }) => state === 'Failed' && kind === 'Job');
