import { beforeEach, expect, test } from 'vitest';

import { sha256 } from '../../operator/lib/digest.ts';
import { KINDS, ref } from '../../operator/api/kinds.ts';
import { PRODUCTS } from '../../operator/products/index.ts';
import { Flow } from '../support/flow.ts';
import { DAY } from '../support/license.ts';

const FILE = 'the file from the portal, as it is';

let flow: Flow;

const give = async (content: string | Buffer): Promise<void> => {
  await flow.cluster.remove(ref(KINDS.Secret, 'license', 'plane'));
  await flow.cluster.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'license', namespace: 'plane' },
    data: { license: Buffer.from(content).toString('base64') },
  });
  await flow.settle();
};
const ask = (license: Readonly<Record<string, string>> = {}): Promise<void> =>
  flow.ask({ version: 'v3.1.2', license: { secretRef: { name: 'license' }, ...license } });
const message = async (): Promise<string> =>
  (await flow.status()).conditions?.find(({ type }) => type === 'LicenseValid')?.message ?? '';
const rules = async (): Promise<readonly string[]> =>
  ((await flow.status()).findings ?? [])
    .map(({ rule }) => rule)
    .filter((rule) => rule.startsWith('License'));

beforeEach(async () => {
  flow = new Flow(PRODUCTS);
  await flow.site();
  await give(FILE);
});

test('the file is seen by its size, digest and age, and never claimed to be active', async () => {
  await ask({ enforcement: 'BlockGrowth' });
  expect(await flow.condition('LicenseValid')).toBe('Unknown/NotVerifiable');
  const { license } = await flow.status();
  expect(license).toMatchObject({
    state: 'unverified',
    file: { bytes: FILE.length, digest: sha256(FILE) },
  });
  flow.advance(DAY * 1_000);
  await flow.settle();
  expect((await flow.status()).license?.file?.since).toBe(license?.file?.since);
  await give(Buffer.from([0xff, 0x00, 0xfe]));
  expect((await flow.status()).license?.file).toMatchObject({ bytes: 3 });
  expect((await flow.status()).license?.file?.since).not.toBe(license?.file?.since);
  expect(await flow.condition('Ready')).toBe('True/Ready');
});

test.each([
  { plan: 'Pro', says: 'settings of each workspace', not: 'God Mode' },
  { plan: 'Business', says: 'settings of each workspace', not: 'God Mode' },
  { plan: 'EnterpriseGrid', says: 'God Mode, under Billing', not: 'workspace' },
])('the plan $plan has one path', async ({ plan, says, not }) => {
  await ask({ plan });
  expect(await message()).toContain(says);
  expect(await message()).not.toContain(not);
  expect(await message()).toContain('for Plane v3.1.2');
  expect((await flow.status()).license?.plan).toBe(plan);
});

test('a missing or empty file is told, and holds nothing back', async () => {
  await flow.cluster.remove(ref(KINDS.Secret, 'license', 'plane'));
  await ask({ enforcement: 'BlockGrowth' });
  expect(await flow.condition('LicenseValid')).toBe('False/LicenseMissing');
  expect(await flow.condition('Ready')).toBe('True/Ready');
  await give('');
  expect(await flow.condition('LicenseValid')).toBe('False/LicenseInvalid');
  expect(await rules()).toEqual(['LicenseInvalid']);
});

test('a declared end brings the same warnings, marked as declared, and gates nothing', async () => {
  await ask({ declaredExpiry: '2026-03-01', enforcement: 'BlockGrowth' });
  expect((await flow.status()).license).toMatchObject({
    state: 'declared',
    expires: '2026-03-01T00:00:00Z',
  });
  for (let day = 0; day < 80; day += 1) {
    flow.advance(DAY * 1_000);
    await flow.visit();
  }
  await flow.settle();
  const told = flow.happenings.filter(({ reason }) => reason.startsWith('License'));
  expect(told.map(({ reason }) => reason)).toEqual([
    ...Array.from({ length: 5 }, () => 'LicenseExpiring'),
    'LicenseInGrace',
    'LicenseExpired',
  ]);
  expect(told.every(({ note }) => note.includes('spec.license.declaredExpiry'))).toBe(true);
  expect(await flow.condition('LicenseValid')).toBe('Unknown/NotVerifiable');
  const { findings } = await flow.judge({ version: 'v3.1.4' });
  expect(findings.filter(({ severity }) => severity === 'refuse')).toEqual([]);
});
