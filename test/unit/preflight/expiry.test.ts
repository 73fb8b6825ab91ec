import { expect, test } from 'vitest';

import { stepOf } from '../../../operator/preflight/expiry.ts';

const at = (iso: string): number => Date.parse(`${iso}:00Z`);
const year = { notBefore: at('2026-01-01T00:00'), notAfter: at('2027-01-01T00:00') };
const quarter = { notBefore: at('2026-01-01T00:00'), notAfter: at('2026-04-01T00:00') };
const day = { notBefore: at('2026-01-01T00:00'), notAfter: at('2026-01-02T00:00') };

test.each([
  {
    of: year,
    now: '2025-12-31T23:59',
    state: 'NotYetValid',
    days: undefined,
    next: '2026-01-01T00:00',
  },
  {
    of: year,
    now: '2026-01-01T00:00',
    state: 'Current',
    days: undefined,
    next: '2026-11-02T00:00',
  },
  { of: year, now: '2026-11-02T00:00', state: 'Expiring', days: 60, next: '2026-12-02T00:00' },
  { of: year, now: '2026-12-01T23:59', state: 'Expiring', days: 60, next: '2026-12-02T00:00' },
  { of: year, now: '2026-12-02T00:00', state: 'Expiring', days: 30, next: '2026-12-18T00:00' },
  { of: year, now: '2026-12-20T00:00', state: 'Expiring', days: 14, next: '2026-12-25T00:00' },
  { of: year, now: '2026-12-26T00:00', state: 'Expiring', days: 7, next: '2026-12-31T00:00' },
  { of: year, now: '2026-12-31T12:00', state: 'Expiring', days: 1, next: '2027-01-01T00:00' },
  { of: year, now: '2027-01-01T00:00', state: 'Expired', days: undefined, next: undefined },
  // Renewed at 30 days in time: 60 and 30 would only be noise.
  {
    of: quarter,
    now: '2026-03-10T00:00',
    state: 'Current',
    days: undefined,
    next: '2026-03-18T00:00',
  },
  { of: quarter, now: '2026-03-20T00:00', state: 'Expiring', days: 14, next: '2026-03-25T00:00' },
  { of: day, now: '2026-01-01T20:00', state: 'Current', days: undefined, next: '2026-01-02T00:00' },
])('at $now it is $state, within $days days', ({ of, now, state, days, next }) => {
  expect(stepOf(of, at(now))).toEqual({
    state,
    days,
    next: next === undefined ? undefined : at(next),
  });
});
