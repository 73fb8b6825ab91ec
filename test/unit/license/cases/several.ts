import { expect } from 'vitest';

import { digest } from '../../../../operator/lib/digest.ts';
import { claims, compact, DAY, NOW, rs256 } from '../../../support/license.ts';
import { licence, OTHER, RSA, signed } from '../kit.ts';
import type { Case, Given } from '../kit.ts';

const old = { jti: 'old', iat: NOW - 360 * DAY, nbf: NOW - 360 * DAY, exp: NOW + 5 * DAY };
const fresh = { jti: 'new', iat: NOW - DAY, nbf: NOW - DAY, exp: NOW + 364 * DAY };

const inForce = (jti: string): { readonly inForce: object } => ({
  inForce: { license: { jti } },
});

const newest = (change: object): Given['newest'] => {
  const all = claims({ ...change });
  return {
    jti: String(all['jti']),
    issued: Number(all['iat']) * 1_000,
    seq: undefined,
    digest: digest(all),
  };
};

/** Old and new beside each other. */
export const SEVERAL: readonly Case[] = [
  {
    name: 'renewal-overlap',
    expect: 'valid',
    given: () => ({ tokens: [licence(old), licence(fresh)] }),
    also: inForce('new'),
  },
  {
    name: 'renewal-overlap-other-order',
    expect: 'valid',
    given: () => ({ tokens: [licence(fresh), licence(old)] }),
    also: inForce('new'),
  },
  {
    name: 'renewal-by-sequence',
    expect: 'valid',
    given: () => ({ tokens: [licence({ ...old, seq: 2 }), licence({ ...fresh, seq: 1 })] }),
    also: inForce('old'),
  },
  {
    name: 'renewal-next-year',
    expect: 'valid',
    given: () => ({ tokens: [licence(old), licence({ ...fresh, nbf: NOW + 5 * DAY })] }),
    also: inForce('old'),
  },
  {
    name: 'renewal-next-year-of-held',
    expect: 'valid',
    given: () => ({ token: licence({ ...fresh, nbf: NOW + 5 * DAY }), held: licence(old) }),
    also: { ...inForce('old'), shown: { next: (NOW + 4 * DAY) * 1_000 } },
  },
  {
    name: 'stacked-addons',
    expect: 'valid',
    given: () => ({
      tokens: [
        licence(fresh),
        licence({
          jti: 'more',
          addon_of: 'new',
          iat: NOW,
          active_addons: ['b'],
          limits: { users: 9 },
        }),
      ],
    }),
    also: {
      inForce: { license: { jti: 'new', addons: ['automation_pro', 'b'], limits: { users: 100 } } },
    },
  },
  {
    name: 'stacked-addons-unnamed',
    expect: 'valid',
    given: () => ({
      tokens: [licence(fresh), licence({ jti: 'more', iat: NOW, active_addons: ['b'] })],
    }),
    also: { inForce: { license: { addons: ['b'] } } },
  },
  {
    name: 'older-licence-replayed',
    expect: 'superseded',
    given: () => ({ token: licence({ ...old, limits: { users: 900 } }), newest: newest(fresh) }),
    also: { shown: { mayGrow: false } },
  },
  {
    name: 'older-licence-replayed-over-held',
    expect: 'superseded',
    given: () => ({ token: licence(old), held: licence(fresh), newest: newest(fresh) }),
    also: inForce('new'),
  },
  {
    name: 'older-licence-acknowledged',
    expect: 'valid',
    given: () => ({
      token: licence(old),
      held: licence(fresh),
      newest: newest(fresh),
      acknowledged: 'old',
    }),
    also: inForce('old'),
  },
  {
    name: 'same-jti-different-claims',
    expect: 'invalid',
    given: () => ({ token: licence({ ...fresh, iat: NOW }), newest: newest(fresh) }),
  },
  {
    name: 'same-jti-different-claims-over-held',
    expect: 'invalid',
    given: () => ({ token: licence({ ...fresh, iat: NOW }), held: licence(fresh) }),
    also: inForce('new'),
  },
  {
    name: 'same-licence-again',
    expect: 'valid',
    given: () => ({ token: licence(fresh), held: licence(fresh), newest: newest(fresh) }),
    also: inForce('new'),
  },
  {
    name: 'bad-renewal',
    expect: 'invalid',
    given: () => ({ token: 'garbage', held: licence(fresh) }),
    also: {
      ...inForce('new'),
      shown: {
        mayGrow: true,
        message: expect.stringContaining('stays in force, to its end on 2027-12-31') as unknown,
      },
    },
  },
  {
    name: 'bad-renewal-without-held',
    expect: 'invalid',
    given: () => ({ token: 'garbage' }),
    also: { shown: { mayGrow: false } },
  },
  {
    name: 'renewal-removed',
    expect: 'missing',
    given: () => ({ tokens: [undefined], held: licence(fresh) }),
    also: inForce('new'),
  },
  {
    name: 'held-by-a-key-that-is-gone',
    expect: 'invalid',
    given: () => ({
      token: 'garbage',
      held: signed({ payload: claims({ ...fresh }), signer: rs256(OTHER) }),
    }),
    also: { shown: { mayGrow: false } },
  },
  {
    name: 'renewal-smaller',
    expect: 'limits-exceeded',
    given: () => ({
      token: licence({ ...fresh, limits: { users: 10 } }),
      held: licence(old),
      newest: newest(old),
      demands: [{ what: 'users', limit: 'users', amount: 80 }],
    }),
    also: inForce('new'),
  },
];

const list = (payload: object, draft: object = {}): string =>
  compact({
    header: { alg: 'RS256', typ: 'license-crl+jwt' },
    payload,
    signer: rs256(RSA),
    ...draft,
  });
const TWO_YEARS_AGO = NOW - 730 * DAY;

const noted = { notes: [expect.any(String)] };

const withList = (
  name: string,
  expected: Case['expect'],
  lists: () => readonly string[],
): Case => ({
  name,
  expect: expected,
  given: () => ({ revocations: lists() }),
});

/** What a vendor takes back. */
export const REVOCATION: readonly Case[] = [
  withList('revoked', 'revoked', () => [list({ iat: NOW, number: 1, jtis: ['lic-1'] })]),
  withList('crl-other-licence', 'valid', () => [list({ iat: NOW, number: 1, jtis: ['lic-2'] })]),
  { ...withList('crl-unsigned', 'valid', () => ['["lic-1"]']), also: noted },
  {
    ...withList('crl-wrong-key', 'valid', () => [
      list({ iat: NOW, number: 1, jtis: ['lic-1'] }, { signer: rs256(OTHER) }),
    ]),
    also: noted,
  },
  { ...withList('crl-wrong-type', 'valid', () => [signed()]), also: noted },
  {
    ...withList('crl-of-type-licence', 'valid', () => [
      list({ iat: NOW, number: 1, jtis: ['lic-1'] }, { header: { alg: 'RS256', typ: 'JWT' } }),
    ]),
    also: noted,
  },
  {
    ...withList('crl-without-number', 'valid', () => [list({ iat: NOW, jtis: ['lic-1'] })]),
    also: noted,
  },
  {
    name: 'crl-rollback',
    expect: 'revoked',
    given: () => ({
      revocations: [list({ iat: NOW, number: 1, jtis: [] })],
      known: { number: 2, issued: NOW * 1_000, jtis: ['lic-1'] },
    }),
  },
  withList('crl-newest-counts', 'valid', () => [
    list({ iat: NOW, number: 2, jtis: [] }),
    list({ iat: NOW, number: 1, jtis: ['lic-1'] }),
  ]),
  withList('crl-stale', 'valid', () => [list({ iat: TWO_YEARS_AGO, number: 1, jtis: ['lic-2'] })]),
  withList('crl-stale-revokes', 'revoked', () => [
    list({ iat: TWO_YEARS_AGO, number: 1, jtis: ['lic-1'] }),
  ]),
];
