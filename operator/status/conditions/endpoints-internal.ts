import type { Verdict } from '../../api/verdict.ts';
import type { Report } from '../report.ts';

/** EndpointsInternal: nothing that is asked leads outside; left out where nothing was judged. */
export function endpointsInternal({ endpoints }: Report): Verdict | undefined {
  if (endpoints === undefined) return undefined;
  const { judged, findings } = endpoints;
  const refused = findings.filter(({ severity }) => severity !== 'note');
  if (refused.length > 0)
    return {
      status: 'False',
      reason: refused.some(({ rule }) => rule === 'NoPolicy') ? 'NoPolicy' : 'EndpointsOutside',
      message: refused.map(({ path, message }) => `${path}: ${message}`).join('\n'),
    };
  return {
    status: 'True',
    reason: 'EndpointsInside',
    message: `${judged} places that name a host were judged by the AirgapPolicy "cluster", and all are inside`,
  };
}
