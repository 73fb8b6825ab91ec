import type { Finding } from '../../../api/finding.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import type { Resources } from '../../shared/pod.ts';
import { MEMBERS } from '../members.ts';
import type { PlaneModel } from '../model.ts';
import { releaseOf } from '../releases/index.ts';
import { merged } from '../workload.ts';
import { refused } from '../../shared/checks/finding.ts';

/** No part requests more than its limit, once the release's values stand where the spec gives none. */
export function* resources({ own, release }: PlaneModel): Iterable<Finding> {
  const { defaults } = releaseOf(release.version);
  for (const [member, part] of MEMBERS) {
    const asked = own.components?.[member]?.resources;
    if (asked !== undefined) yield* exceeding(member, merged(defaults.resources[part], asked));
  }
}

function* exceeding(member: string, { requests, limits }: Resources): Iterable<Finding> {
  for (const name of ['cpu', 'memory']) {
    const [request, limit] = [requests?.[name], limits?.[name]];
    if ((compareQuantities(request, limit) ?? 0) <= 0) continue;
    yield refused({
      path: `spec.plane.components.${member}.resources`,
      message: `requests "${request ?? ''}" of ${name} and limits it to "${limit ?? ''}", where the release's value stands for the one that is not given`,
      fix: `give both, the request at most the limit`,
    });
  }
}
