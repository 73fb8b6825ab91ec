import type { Finding } from '../../../api/finding.ts';
import { exceeding } from '../../shared/checks/resources.ts';
import { MEMBERS } from '../members.ts';
import type { PlaneModel } from '../model.ts';
import { releaseOf } from '../releases/index.ts';

/** No part requests more than its limit, once the release's values stand where the spec gives none. */
export function* resources({ own, release }: PlaneModel): Iterable<Finding> {
  const { defaults } = releaseOf(release.version);
  for (const [member, part] of MEMBERS)
    yield* exceeding(`spec.plane.components.${member}.resources`, {
      release: defaults.resources[part],
      asked: own.components?.[member]?.resources,
    });
}
