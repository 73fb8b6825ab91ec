import { judgeEntry } from './policy-lint.ts';
import { LISTS } from './policy.ts';
import type { Bench } from './rule.ts';
import { at, refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const ACKNOWLEDGED = ' acknowledged';

/** Whether `list=entry` may stand in a policy; ` acknowledged` behind it says that public blocks are known to be public. */
export function judgePolicyText(text: string, { rules, inside }: Bench): Verdict {
  const equals = text.indexOf('=');
  const list = LISTS.find((name) => name === text.slice(0, equals));
  if (list === undefined)
    return refuse('NotCanonical', {
      is: 'the text names no list of a policy',
      accept: `write one of ${LISTS.join(', ')}, then = and one entry`,
    });
  const publicRangesAcknowledged = text.endsWith(ACKNOWLEDGED);
  const entry = text.slice(equals + 1, publicRangesAcknowledged ? -ACKNOWLEDGED.length : undefined);
  const policy = { publicRangesAcknowledged, clusterDomain: inside.clusterDomain };
  return at(list, judgeEntry({ list, entry }, policy, rules.policy));
}
