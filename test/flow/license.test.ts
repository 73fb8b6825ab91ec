import { afterEach, beforeEach, expect, test } from 'vitest';

import { ecKey, rsaKey } from '../support/license.ts';
import { aSpec } from '../support/rule-input.ts';
import { LicenseSite } from '../support/license-site.ts';

const VENDOR = rsaKey();

let site: LicenseSite;
let before: string;

beforeEach(async () => {
  site = await LicenseSite.open(VENDOR);
  await site.give(site.license());
  await site.ask();
  before = await site.running();
});

// Whatever happens to a licence, nothing that runs is touched.
afterEach(async () => {
  expect(await site.running()).toBe(before);
});

const VALID = 'valid True/LicenseCurrent';
const refusals = async (): Promise<readonly string[]> =>
  ((await site.flow.status()).findings ?? [])
    .filter(({ severity }) => severity === 'refuse')
    .map(({ rule, path }) => `${rule} ${path}`);

test('a licence is shown with its dates and limits, and given to the product', async () => {
  expect(await site.state()).toBe(VALID);
  expect((await site.flow.status()).license).toMatchObject({
    jti: 'lic-1',
    plan: 'operations',
    addons: ['automation_pro'],
    limits: { users: 100, runbooks: -1 },
    keyId: 'vendor',
    binding: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
  });
  const held = (await site.flow.get('Secret', 'plane-license-held'))?.['data'];
  expect(Object.keys(held as object)).toEqual(['license', 'publicKey']);
});

test('an expired licence refuses growth and nothing else, and says so at each change', async () => {
  await site.days(400);
  await site.ask({ version: 'v1.1.0', profile: 'HighAvailability' });
  expect(await refusals()).toEqual([
    'LicenseBlocksGrowth spec.version',
    'LicenseBlocksGrowth spec.plane.components.extra',
  ]);
  expect(await site.flow.condition('Ready')).toBe('False/Refused');
  expect(await site.flow.condition('Available')).toBe('True/Serving');
  await site.ask({ version: 'v1.1.0' }, 'Report');
  expect(await refusals()).toEqual([]);
  expect((await site.flow.status()).version).toBe('v1.1.0');
  before = await site.running();
});

test('a patch is not growth', async () => {
  await site.days(400);
  await site.ask({ version: 'v1.0.1' });
  expect((await site.flow.status()).version).toBe('v1.0.1');
  before = await site.running();
});

test('a part that needs an add-on is refused without it, also while the licence is valid', async () => {
  await site.give(site.license({ jti: 'lic-2', active_addons: [] }));
  await site.ask({ profile: 'HighAvailability' });
  expect(await refusals()).toEqual(['LicenseBlocksGrowth spec.plane']);
  expect(await site.state()).toBe('limits-exceeded False/LicenseLimitsExceeded');
});

test('each step towards the end is one event', async () => {
  await site.days(385);
  expect(site.events().map((event) => event.split(' ')[0])).toEqual([
    ...Array.from({ length: 5 }, () => 'LicenseExpiring'),
    'LicenseInGrace',
    'LicenseExpired',
  ]);
});

test('the mark is written once a day, and an idle operator writes nothing else', async () => {
  await site.days(2);
  site.flow.writes();
  await site.days(10);
  expect(site.flow.writes()).toEqual(
    Array.from({ length: 10 }, () => 'apply Secret plane-operator-license-memory'),
  );
});

test('nothing of a token is in status, events or the memory', async () => {
  await site.days(370);
  await site.give(site.license({ jti: 'lic-2', secret_note: 'hush-hush' }));
  const memory = await site.memory();
  const data = memory?.['data'] as Readonly<Record<string, string>>;
  const written = JSON.stringify([
    await site.flow.status(),
    site.flow.happenings,
    ...Object.values(data).map((value) => Buffer.from(value, 'base64').toString()),
  ]);
  const held = (await site.flow.get('Secret', 'plane-license-held'))?.['data'] as {
    readonly license: string;
  };
  const token = Buffer.from(held.license, 'base64').toString();
  for (const part of token.split('.')) expect(written).not.toContain(part.slice(0, 16));
  expect(written).not.toContain('hush-hush');
  expect(written).not.toContain('secret_note');
  expect(written).toContain('lic-2');
});

test('one licence on two installations is seen', async () => {
  const other = {
    apiVersion: 'airgapped.dev/v1alpha1',
    kind: 'PlaneInstallation',
    metadata: { name: 'other', namespace: 'default' },
  };
  await site.flow.cluster.create({ ...other, spec: aSpec() });
  await site.flow.cluster.apply(
    {
      ...other,
      status: { license: { state: 'valid', jti: 'lic-1' } },
    },
    { manager: 'test', subresource: 'status' },
  );
  await site.days(1);
  expect(
    (await site.flow.status()).findings?.map(({ rule, message }) => `${rule} ${message}`),
  ).toEqual(['LicenseShared the same licence is used by default/other']);
});

test('a key that is none is told and harms no other', async () => {
  await site.keys({ 'vendor.pem': VENDOR.pem, 'other.pem': ecKey('P-384').pem });
  expect(await site.state()).toBe(VALID);
  expect((await site.flow.status()).findings?.map(({ rule }) => rule)).toEqual(['LicenseKeys']);
});
