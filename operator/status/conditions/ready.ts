import type { Finding } from '../../api/finding.ts';
import { unreachable } from '../../lib/result.ts';
import type { PartState } from '../../apply/gates.ts';
import type { Verdict } from '../../api/verdict.ts';
import type { Report, Tended } from '../report.ts';

/** Ready: what was asked is so. */
export function ready(report: Report): Verdict {
  switch (report.kind) {
    case 'applied':
      return applied(report.tended, report.findings);
    case 'refused':
      return { status: 'False', reason: 'Refused', message: list(report.findings) };
    case 'waiting':
      return { status: 'False', reason: 'Waiting', message: list(report.findings) };
    case 'suspended':
      return suspended(report);
    case 'deleting':
      return { status: 'False', reason: 'Deleting', message: report.message };
    case 'failed':
      return { status: 'False', reason: 'ProgressingWithRetry', message: report.message };
    default:
      return unreachable(report);
  }
}

function applied({ parts }: Tended, findings: readonly Finding[]): Verdict {
  const refused = findings.filter(({ rule }) => rule === 'ApplyRefused');
  if (refused.length > 0)
    return { status: 'False', reason: 'ProgressingWithRetry', message: list(refused) };
  const failed = parts.filter(({ state }) => state === 'Failed');
  const lost = findings.filter(({ rule }) => rule === 'NodeLost');
  // Rollouts that failed for want of a store go on by themselves; a failed Job does not.
  if (lost.length > 0 && !failed.some(({ kind }) => kind === 'Job'))
    return { status: 'False', reason: 'NodeLost', message: list(lost) };
  if (failed.length > 0)
    return { status: 'False', reason: failedReason(failed), message: parted(failed) };
  const late = parts.filter(({ state }) => state !== 'Ready');
  if (late.length > 0) return { status: 'False', reason: 'Progressing', message: parted(late) };
  return { status: 'True', reason: 'Ready', message: `${parts.length} parts are as the spec asks` };
}

const failedReason = (failed: readonly PartState[]): 'MigrationFailed' | 'PartFailed' =>
  failed.some(({ name }) => name === 'migration') ? 'MigrationFailed' : 'PartFailed';

function suspended({ tended, pending }: Extract<Report, { kind: 'suspended' }>): Verdict {
  const at = tended?.parts.every(({ state }) => state === 'Ready') ?? false;
  if (at && !pending)
    return { status: 'True', reason: 'Ready', message: 'suspended by spec.suspend; nothing waits' };
  return {
    status: 'False',
    reason: 'Suspended',
    message: 'spec.suspend holds changes back; set it to false to carry them out',
  };
}

/** Every finding that keeps the spec back, one a line. */
export const list = (findings: readonly Finding[]): string =>
  findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ path, message, fix }) => `${path}: ${message}; ${fix}`)
    .join('\n');

const parted = (parts: readonly PartState[]): string =>
  parts.map(({ name, message }) => `${name}: ${message}`).join('\n');
