import type { Verdict } from '../../api/verdict.ts';
import type { Report } from '../report.ts';
import { ready } from './ready.ts';
import { stalled } from './stalled.ts';

/** Reconciling: present while the operator works towards the spec by itself. */
export function reconciling(report: Report): Verdict | undefined {
  if (stalled(report) !== undefined || report.kind === 'suspended') return undefined;
  const { status, reason, message } = ready(report);
  return status === 'True' ? undefined : { status: 'True', reason, message };
}
