import type { Verdict } from '../condition.ts';
import type { Report } from '../report.ts';
import { ready } from './ready.ts';

/** Stalled: present while nothing will change until somebody acts. */
export function stalled(report: Report): Verdict | undefined {
  const { reason, message } = ready(report);
  if (report.kind === 'refused' || (report.kind === 'applied' && reason === 'MigrationFailed'))
    return { status: 'True', reason, message };
  return undefined;
}
