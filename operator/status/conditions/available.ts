import type { Verdict } from '../../api/verdict.ts';
import type { Report } from '../report.ts';

/** Available: what was accepted last has the pods it needs, whatever is asked now. */
export function available({ tended, kind }: Report): Verdict {
  if (tended === undefined) {
    return {
      status: 'False',
      reason: 'NothingAccepted',
      message: kind === 'deleting' ? 'the resource is being deleted' : 'no spec was accepted yet',
    };
  }
  const lacking = tended.parts.filter(({ pods, kind: workload, state }) =>
    pods === undefined
      ? workload !== undefined && workload !== 'Job' && state !== 'Ready'
      : pods.ready < 1 || (pods.ready < pods.desired && state === 'Failed'),
  );
  if (lacking.length === 0)
    return { status: 'True', reason: 'Serving', message: 'every part has ready pods' };
  return {
    status: 'False',
    reason: 'NotServing',
    message: `no ready pods: ${lacking.map(({ name }) => name).join(', ')}`,
  };
}
