import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { OLDER_ANNOTATION } from '../../operator/api/group.ts';
import { DAY, rsaKey } from '../support/license.ts';
import type { KeyPair } from '../support/license.ts';
import { LicenseSite } from '../support/license-site.ts';

const VENDOR = rsaKey();
const NEXT = rsaKey();
const MS = 1_000;

let site: LicenseSite;
let before: string;
let first: string;

beforeEach(async () => {
  site = await LicenseSite.open(VENDOR);
  first = site.license();
  await site.give(first);
  await site.ask();
  before = await site.running();
});

// Whatever happens to a licence, nothing that runs is touched.
afterEach(async () => {
  expect(await site.running()).toBe(before);
});

type Deed = () => Promise<void> | void;
/** Days that pass, then what is done, then what is to be seen: `state condition growth`. */
type Step = readonly [after: number, seen: string, deed?: Deed];

const VALID = 'valid True/LicenseCurrent grows';
const EXPIRING = 'valid True/LicenseExpiring grows';
const GRACE = 'grace False/LicenseInGrace grows';
const EXPIRED = 'expired False/LicenseExpired stays';
const INVALID = 'invalid False/LicenseInvalid';
const SUSPECT = 'clock-suspect Unknown/LicenseClockSuspect';
const REVOKED = 'revoked False/LicenseRevoked stays';
const ELSEWHERE = 'cluster-mismatch False/LicenseClusterMismatch';

const give =
  (change: object, key?: KeyPair): Deed =>
  () =>
    site.give(site.license({ ...change }, key));
const renew = give({ jti: 'lic-2' });
/** Sets the clock of the operator so many days apart from the cluster's. */
const clock =
  (days: number): Deed =>
  () => {
    site.flow.setClock(days * DAY * MS);
  };
const pin =
  (...keys: readonly object[]): Deed =>
  () =>
    site.keys({ 'keys.json': JSON.stringify({ keys }) });
const revoke =
  (number: number, ...jtis: readonly string[]): Deed =>
  () =>
    site.keys({ 'vendor.pem': VENDOR.pem, 'revoked.jwt': site.revocations(number, jtis) });
const vendor = { kid: 'vendor', spki: VENDOR.pem };
const next = { kid: 'next', spki: NEXT.pem };

const STORIES: Readonly<Record<string, readonly Step[]>> = {
  'nobody renews': [
    [300, VALID],
    [10, EXPIRING],
    [56, GRACE],
    [13, EXPIRED],
    [351, EXPIRED],
  ],
  'renewal in time': [
    [350, VALID, renew],
    [300, VALID],
    [70, GRACE],
  ],
  'renewal in the days of grace': [
    [370, GRACE],
    [0, VALID, renew],
    [360, EXPIRING],
  ],
  'renewal far too late': [
    [600, EXPIRED],
    [0, VALID, renew],
    [130, VALID],
  ],
  'the next licence begins when this one ends': [
    [
      330,
      EXPIRING,
      () => {
        const nbf = site.now + 35 * DAY;
        return site.give(site.license({ jti: 'lic-2', nbf, exp: nbf + 365 * DAY }));
      },
    ],
    [36, VALID],
  ],
  'a bad renewal, mended after the end': [
    [340, `${INVALID} grows`, () => site.give('garbage')],
    [30, `${INVALID} grows`],
    [20, `${INVALID} stays`],
    [0, VALID, renew],
  ],
  'the Secret goes away': [
    [100, 'missing False/LicenseMissing grows', () => site.take()],
    [300, 'missing False/LicenseMissing stays'],
    [0, VALID, renew],
  ],
  'the clock is set back to save a licence': [
    [400, EXPIRED],
    [0, `${SUSPECT} stays`, clock(-100)],
    [
      0,
      `${SUSPECT} stays`,
      () => {
        site.flow.restart();
      },
    ],
    [1, `${SUSPECT} grows`, renew],
    [1, VALID, clock(0)],
  ],
  'the clock is set back and the memory is wiped': [
    [400, EXPIRED],
    [
      0,
      `${SUSPECT} stays`,
      async () => {
        await site.forget();
        site.flow.setClock(-200 * DAY * MS);
        site.flow.restart();
      },
    ],
  ],
  'the clock is set back by an hour': [[100, VALID, clock(-1 / 24)]],
  'the clock is two years ahead for a week, and is set right': [
    [30, EXPIRED, clock(730)],
    [7, EXPIRED],
    [0, VALID, clock(0)],
    [300, EXPIRING],
  ],
  'clock and cluster were a month ahead, and the clock is said to be right': [
    [60, `${SUSPECT} grows`, clock(-30)],
    [0, VALID, () => site.confirmClock(new Date((site.now - 30 * DAY) * MS).toISOString())],
    [40, VALID],
    [0, `${SUSPECT} grows`, clock(-60)],
  ],
  'the vendor revokes it': [
    [50, REVOKED, revoke(1, 'lic-1')],
    [1, REVOKED, revoke(0)],
    [0, VALID, renew],
  ],
  'the vendor changes its key': [
    [100, VALID, pin(vendor, next)],
    [200, VALID, give({ jti: 'lic-2' }, NEXT)],
    [1, VALID, () => pin({ ...vendor, state: 'retired', to: '2026-03-01' }, next)()],
    [1, `${INVALID} grows`, give({ jti: 'lic-3' })],
  ],
  "the vendor's key is stolen": [
    [100, `${INVALID} stays`, pin({ ...vendor, state: 'compromised' })],
    [1, `${INVALID} stays`, pin({ ...vendor, state: 'compromised' }, next)],
    [1, VALID, give({ jti: 'lic-2' }, NEXT)],
  ],
  'the operator is down when it ends': [
    [
      0,
      EXPIRED,
      () => {
        site.flow.advance(400 * DAY * MS);
        site.flow.restart();
      },
    ],
  ],
  'a smaller one, then the larger one again': [
    [10, VALID, give({ jti: 'lic-2', active_addons: [], limits: { users: 5 } })],
    [10, 'superseded False/LicenseSuperseded grows', () => site.give(first)],
    [1, VALID, () => site.give(first, { [OLDER_ANNOTATION]: 'lic-1' })],
  ],
  'one that is bound to a cluster that was lost': [
    [10, `${ELSEWHERE} grows`, give({ jti: 'lic-2', cluster_uid: 'x', exp: 1_900_000_000 })],
    [350, `${ELSEWHERE} grows`],
    [30, `${ELSEWHERE} stays`],
    [0, VALID, give({ jti: 'lic-3' })],
  ],
  'the cluster is built anew, and the licence was bound to the one before': [
    [380, `${ELSEWHERE} grows`, give({ jti: 'lic-2', cluster_uid: 'x' })],
    [13, `${ELSEWHERE} grows`],
    [2, `${ELSEWHERE} stays`],
    [0, VALID, give({ jti: 'lic-3' })],
  ],
  'a licence of somebody else': [
    [
      10,
      'tenant-mismatch False/LicenseTenantMismatch grows',
      give({ jti: 'b', tenant_id: 'Acme' }),
    ],
  ],
  'a key that nobody gave': [[10, `${INVALID} grows`, give({ jti: 'lic-2' }, NEXT)]],
  'one identifier for two licences': [[10, `${INVALID} grows`, give({ limits: { users: 9_000 } })]],
};

describe('two years', () => {
  test.each(Object.entries(STORIES))('%s', async (_, steps) => {
    for (const [after, seen, deed] of steps) {
      await site.days(after);
      await deed?.();
      await site.flow.settle();
      expect(`${await site.state()} ${(await wouldGrow()) ? 'grows' : 'stays'}`).toBe(seen);
    }
  });
});

/** Whether an upgrade would be accepted: asked of the rules alone, so that nothing changes. */
async function wouldGrow(): Promise<boolean> {
  const { findings } = await site.flow.judge({ version: 'v1.1.0' });
  return !findings.some(({ rule }) => rule === 'LicenseBlocksGrowth');
}
