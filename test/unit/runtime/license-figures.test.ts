import { expect, test } from 'vitest';

import type { LicenseStatus } from '../../../operator/api/license-status.ts';
import type { Installation } from '../../../operator/observe/installation.ts';
import { licensesOf } from '../../../operator/runtime/license-figures.ts';
import { Metrics } from '../../../operator/runtime/metrics.ts';

const installation = (name: string, license: LicenseStatus | undefined): Installation => ({
  name,
  namespace: 'plane',
  uid: name,
  resourceVersion: '1',
  generation: 1,
  deleting: undefined,
  finalizers: [],
  spec: {},
  status: license === undefined ? {} : { license },
});

test('ends and limits of licences are measured, declared ones marked, and gone ones left out', async () => {
  const metrics = new Metrics();
  const lines = async (): Promise<readonly string[]> =>
    (await metrics.registry.metrics())
      .split('\n')
      .filter((line) => line.startsWith('plane_license_') && line.includes('{'));
  const limits = {
    users: 100,
    ai_credits: 0,
    data_volume_gb: 0,
    data_retention_days: 30,
    runbooks: -1,
  };
  metrics.licenses(
    licensesOf([
      installation('signed', { state: 'valid', expires: '2027-01-01T00:00:00Z', limits }),
      installation('file', { state: 'declared', expires: '2027-01-02T00:00:00Z' }),
      installation('other', { state: 'unverified' }),
      installation('none', undefined),
    ]),
  );
  expect(await lines()).toEqual([
    'plane_license_expiry_timestamp_seconds{namespace="plane",name="signed",declared="false"} 1798761600',
    'plane_license_expiry_timestamp_seconds{namespace="plane",name="file",declared="true"} 1798848000',
    'plane_license_limit{namespace="plane",name="signed",limit="users"} 100',
    'plane_license_limit{namespace="plane",name="signed",limit="ai_credits"} 0',
    'plane_license_limit{namespace="plane",name="signed",limit="data_volume_gb"} 0',
    'plane_license_limit{namespace="plane",name="signed",limit="data_retention_days"} 30',
    'plane_license_limit{namespace="plane",name="signed",limit="runbooks"} -1',
  ]);
  metrics.licenses([]);
  expect(await lines()).toEqual([]);
});
