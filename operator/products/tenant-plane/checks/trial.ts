import type { Finding } from '../../../api/finding.ts';
import { refused } from '../../shared/checks/finding.ts';
import { isTrial } from '../model.ts';
import type { TenantPlaneModel } from '../model.ts';

const TRIAL = 'spec.tenantPlane.trial';

/** SQLite is one file, on one volume, of one pod. */
export function* trial(model: TenantPlaneModel): Iterable<Finding> {
  const { own, database } = model;
  if (!isTrial(model)) return;
  if (database.kind === 'external')
    yield refused({
      path: TRIAL,
      message: 'is SQLite on a volume, and spec.database.external names a server',
      fix: 'use database.embedded, or leave trial out',
    });
  const { replicas, autoscaling, scaledBy } = own.server ?? {};
  const several =
    (replicas ?? 1) > 1
      ? 'replicas'
      : autoscaling !== undefined
        ? 'autoscaling'
        : scaledBy === undefined
          ? undefined
          : 'scaledBy';
  if (several !== undefined)
    yield refused({
      path: `spec.tenantPlane.server.${several}`,
      message: 'asks for more than the one pod that can have an SQLite file',
      fix: 'leave it out, or leave trial out and use PostgreSQL',
    });
  yield {
    severity: 'note',
    rule: 'ProductSettings',
    path: TRIAL,
    message:
      'is for trying out: SQLite has one pod, no high availability, and no way to PostgreSQL',
    fix: 'leave it out for anything that is to stay',
  };
}
