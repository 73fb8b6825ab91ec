import type { Finding } from '../../../api/finding.ts';
import type { Inputs } from '../../product.ts';
import { awaited } from '../../shared/checks/finding.ts';
import { wrongUrl } from '../../shared/checks/url.ts';
import type { TenantPlaneModel } from '../model.ts';

/** The connection URL of an external database can be read as one. */
export function* database(
  { database: store }: TenantPlaneModel,
  inputs: Inputs,
): Iterable<Finding> {
  if (store.kind !== 'external') return;
  const problem = wrongUrl(inputs.value(store.secret.name, store.secret.key), {
    schemes: ['postgresql', 'postgres'],
    needs: ['user', 'database'],
  });
  if (problem === undefined) return;
  yield awaited({
    path: 'spec.database.external.secretRef',
    message: `the connection URL ${problem}`,
    fix: 'use postgresql://user:password@host:port/database, user and password percent-encoded',
  });
}
