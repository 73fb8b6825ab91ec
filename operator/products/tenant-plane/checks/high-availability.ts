import type { Finding } from '../../../api/finding.ts';
import { surePods } from '../../shared/scaling.ts';
import type { TenantPlaneModel } from '../model.ts';

const FEWEST = 2;

/** Nothing hangs on one pod where the profile says so. */
export function* highAvailability({ profile, database, own }: TenantPlaneModel): Iterable<Finding> {
  if (profile !== 'HighAvailability') return;
  if (database.kind === 'embedded')
    yield {
      severity: 'refuse',
      rule: 'NotHighlyAvailable',
      path: 'spec.database.embedded',
      message: 'is a store of one pod and one volume, with which everything stops',
      fix: 'use external, a store of the site that outlives a node, or the profile Standard',
    };
  if (own.server?.scaledBy === 'External' || surePods(own.server, FEWEST) >= FEWEST) return;
  yield {
    severity: 'refuse',
    rule: 'NotHighlyAvailable',
    path: `spec.tenantPlane.server.${own.server?.autoscaling === undefined ? 'replicas' : 'autoscaling.minReplicas'}`,
    message: `is ${surePods(own.server, FEWEST)} in the profile HighAvailability`,
    fix: `give ${FEWEST} or more, leave it out for the release's ${FEWEST}, or use the profile Standard`,
  };
}
