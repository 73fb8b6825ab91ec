import type { Finding } from '../../../api/finding.ts';
import { exceeding } from '../../shared/checks/resources.ts';
import type { TenantPlaneModel } from '../model.ts';
import { releaseOf } from '../releases/index.ts';

/** No part requests more than its limit, once the release's values stand where the spec gives none. */
export function* resources({ own, release }: TenantPlaneModel): Iterable<Finding> {
  const { defaults } = releaseOf(release.version);
  for (const part of ['server', 'postgres'] as const)
    yield* exceeding(`spec.tenantPlane.${part}.resources`, {
      release: defaults.resources[part],
      asked: own[part]?.resources,
    });
}
