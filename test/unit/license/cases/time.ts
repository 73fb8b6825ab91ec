import { expect } from 'vitest';

import { raise, repair } from '../../../../operator/license/clock.ts';
import type { HighWater } from '../../../../operator/license/clock.ts';
import { claims, DAY, NOW } from '../../../support/license.ts';
import { licence, signed } from '../kit.ts';
import type { Case, Given } from '../kit.ts';

const MS = 1_000;
const at = (seconds: number): number => (NOW + seconds) * MS;
const YEAR = 365 * DAY;

const of = (
  name: string,
  expected: Case['expect'],
  ...[change, more = {}]: readonly [object, Given?]
): Case => ({
  name,
  expect: expected,
  given: () => ({ token: licence({ ...change }), ...more }),
});

/** A claim as it stands in the text, where JavaScript could not write it. */
const raw = (name: string, claim: string, text: string): Case => ({
  name,
  expect: 'invalid',
  given: () => ({
    token: signed({ payload: JSON.stringify(claims({ [claim]: 'HERE' })).replace('"HERE"', text) }),
  }),
});

/** The mark after a clock that was a year ahead for an hour, with a pass every minute. */
function afterExcursion(): HighWater {
  let water = raise(undefined, { now: at(-DAY), cluster: at(-DAY) });
  for (let minute = 0; minute < 60; minute += 1)
    water = raise(water, {
      now: at(-DAY + YEAR + minute * 60),
      elapsed: 60_000,
      cluster: at(-DAY),
    });
  return water;
}

/** When a licence counts, by claims that are wrong and clocks that are. */
export const TIME: readonly Case[] = [
  of('expired-far', 'expired', { iat: NOW - 3 * YEAR, nbf: NOW - 3 * YEAR, exp: NOW - 2 * YEAR }),
  of('exp-boundary', 'grace', { exp: NOW }),
  of('exp-last-second', 'valid', { exp: NOW + 1 }),
  of('expired-yesterday', 'grace', { exp: NOW - DAY }),
  of('grace-last-second', 'grace', { iat: NOW - YEAR, exp: NOW - 14 * DAY + 1 }),
  of('grace-over', 'expired', { iat: NOW - YEAR, exp: NOW - 14 * DAY }),
  of('grace-signed-longer', 'grace', { iat: NOW - YEAR, exp: NOW - 20 * DAY, grace_days: 30 }),
  of('grace-signed-none', 'expired', { exp: NOW, grace_days: 0 }),
  of('grace-signed-capped', 'expired', {
    iat: NOW - YEAR,
    nbf: undefined,
    exp: NOW - 61 * DAY,
    grace_days: 365,
  }),
  of('grace-signed-wrong', 'invalid', { grace_days: -1 }),
  of('exp-missing', 'invalid', { exp: undefined }),
  of('iat-missing', 'invalid', { iat: undefined }),
  of('exp-null', 'invalid', { exp: null }),
  of('exp-string', 'invalid', { exp: String(NOW + YEAR) }),
  of('exp-boolean', 'invalid', { exp: true }),
  of('exp-list', 'invalid', { exp: [NOW + YEAR] }),
  of('exp-zero', 'invalid', { exp: 0 }),
  of('exp-negative', 'invalid', { exp: -1 }),
  raw('exp-infinity', 'exp', '1e999'),
  raw('exp-not-exact', 'exp', '1893456000.00000000001'),
  of('exp-float', 'invalid', { exp: 1_893_456_000.5 }),
  of('exp-milliseconds', 'invalid', { exp: (NOW + YEAR) * MS }),
  of('exp-after-2100', 'invalid', { exp: 4_102_444_801 }),
  of('exp-before-iat', 'invalid', { iat: NOW, nbf: NOW, exp: NOW - 1 }),
  of('validity-too-long', 'invalid', { exp: NOW + 12 * YEAR }),
  of('validity-five-years', 'valid', { exp: NOW + 5 * YEAR - 30 * DAY }),
  of('nbf-within-leeway', 'valid', { nbf: NOW + 30 }),
  of('nbf-beyond-leeway', 'not-yet-valid', { nbf: NOW + 61 }),
  of('nbf-tomorrow', 'not-yet-valid', { nbf: NOW + DAY }),
  of('nbf-string', 'invalid', { nbf: '0' }),
  of('nbf-null', 'invalid', { nbf: null }),
  of('nbf-after-exp', 'invalid', { nbf: NOW + YEAR }),
  raw('nbf-minus-infinity', 'nbf', '-1e999'),
  of('iat-within-leeway', 'valid', { iat: NOW + 60, nbf: undefined }),
  of('iat-future', 'clock-suspect', { iat: NOW + DAY, nbf: undefined }),
  of('iat-string', 'invalid', { iat: 'x' }),
  of('iat-negative', 'invalid', { iat: -1 }),
  of('iat-milliseconds', 'invalid', { iat: NOW * MS }),
  of('clock-rollback-small', 'valid', {}, { water: { mark: at(600) } }),
  of('clock-rollback-a-day', 'valid', {}, { water: { mark: at(DAY) } }),
  of('clock-rollback-large', 'clock-suspect', {}, { water: { mark: at(DAY + 1) } }),
  of(
    'clock-rollback-to-revive',
    'clock-suspect',
    { exp: NOW + DAY },
    { water: { mark: at(YEAR) } },
  ),
  of('clock-rollback-status-wiped', 'clock-suspect', {}, { witnesses: { cluster: at(2 * DAY) } }),
  of('clock-rollback-seen-by-licence', 'clock-suspect', {}, { witnesses: { issued: at(2 * DAY) } }),
  {
    name: 'clock-forward',
    expect: 'valid',
    given: () => ({ water: afterExcursion(), witnesses: { cluster: at(-DAY) } }),
  },
  {
    name: 'clock-forward-believed-and-repaired',
    expect: 'valid',
    given: () => ({
      water: repair({ mark: at(YEAR), borneOut: at(YEAR) }, { now: at(0), cluster: at(YEAR) }),
      witnesses: { cluster: at(YEAR) },
    }),
  },
  {
    name: 'clock-repaired-and-set-back-again',
    expect: 'clock-suspect',
    given: () => ({
      water: repair(
        { mark: at(YEAR), borneOut: at(YEAR) },
        { now: at(3 * DAY), cluster: at(YEAR) },
      ),
      witnesses: { cluster: at(YEAR) },
    }),
  },
  {
    name: 'leap-and-dst',
    expect: 'valid',
    // 2027-03-28 in Berlin: the hour that there is not.
    given: () => ({ witnesses: { now: Date.parse('2027-03-28T01:30:00Z') } }),
    also: { shown: { message: expect.stringContaining('2027-12-02') as unknown } },
  },
];
