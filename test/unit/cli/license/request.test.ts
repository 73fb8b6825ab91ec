import { expect, test } from 'vitest';

import { request } from '../../../../operator/cli/license/request.ts';
import { LicenseSite } from '../../../support/license-site.ts';

test('request has the cluster, the tenant, what runs and the current end, and nothing of the token', async () => {
  const site = await LicenseSite.open();
  const token = site.license();
  await site.give(token);
  await site.ask();
  let out = '';
  const console = {
    out: (text: string) => {
      out += text;
    },
    error: () => undefined,
  };
  const asked = { namespace: 'plane', name: 'plane', tenant: undefined, now: site.now * 1_000 };
  expect(await request(asked, site.flow.cluster, console)).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    kind: 'LicenseRequest',
    clusterUid: expect.any(String) as unknown,
    tenant: 'acme-corp',
    product: 'Plane',
    version: 'v1.0.0',
    plan: 'operations',
    inUse: [
      { part: 'store', pods: 1 },
      { part: 'web', pods: 1 },
    ],
    current: { state: 'valid', jti: 'lic-1', keyId: 'vendor', limits: { users: 100 } },
  });
  for (const part of token.split('.')) expect(out).not.toContain(part.slice(0, 16));
  await expect(
    request({ ...asked, name: 'other' }, site.flow.cluster, console),
  ).rejects.toMatchObject({ code: 'ERR_INPUT' });
});
