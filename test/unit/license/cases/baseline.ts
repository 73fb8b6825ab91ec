import { DAY, NOW, claims, eddsa, es256 } from '../../../support/license.ts';
import { EC, ED, licence, signed } from '../kit.ts';
import type { Case } from '../kit.ts';

const keys = (pem: string): { readonly keys: { name: string; text: string }[] } => ({
  keys: [{ name: 'vendor.pem', text: pem }],
});

/** Normal licences, and honest mistakes that are none. */
export const BASELINE: readonly Case[] = [
  { name: 'valid-rs256', expect: 'valid', given: () => ({}) },
  {
    name: 'valid-es256',
    expect: 'valid',
    given: () => ({
      ...keys(EC.pem),
      token: signed({ header: { alg: 'ES256' }, signer: es256(EC) }),
    }),
  },
  {
    name: 'valid-eddsa',
    expect: 'valid',
    given: () => ({
      ...keys(ED.pem),
      token: signed({ header: { alg: 'EdDSA' }, signer: eddsa(ED) }),
    }),
  },
  {
    name: 'valid-ed25519-name',
    expect: 'valid',
    given: () => ({
      ...keys(ED.pem),
      token: signed({ header: { alg: 'Ed25519' }, signer: eddsa(ED) }),
    }),
  },
  {
    name: 'seed-header-only-alg',
    expect: 'valid',
    given: () => ({ token: signed({ header: '{"alg":"RS256"}' }) }),
  },
  {
    name: 'typ-jwt',
    expect: 'valid',
    given: () => ({ token: signed({ header: { alg: 'RS256', typ: 'JWT' } }) }),
  },
  {
    name: 'typ-licence',
    expect: 'valid',
    given: () => ({ token: signed({ header: { alg: 'RS256', typ: 'license+jwt' } }) }),
  },
  { name: 'trailing-newline', expect: 'valid', given: () => ({ token: `${signed()}\n` }) },
  {
    name: 'white-space-around',
    expect: 'valid',
    given: () => ({ token: ` \r\n\t${signed()}\r\n` }),
  },
  {
    name: 'unlimited-runbooks',
    expect: 'valid',
    given: () => ({}),
    also: { inForce: { license: { limits: { runbooks: -1 } } } },
  },
  {
    name: 'exponent-number',
    expect: 'valid',
    given: () => ({
      token: signed({ payload: JSON.stringify(claims()).replace('"users":100', '"users":1e2') }),
    }),
    also: { inForce: { license: { limits: { users: 100 } } } },
  },
  {
    name: 'unknown-extra-claims',
    expect: 'valid',
    given: () => ({ token: licence({ colour: 'blue', deep: { a: [1] } }) }),
    also: { inForce: { license: { unknown: ['colour', 'deep'] } } },
  },
  {
    name: 'unknown-extra-limit',
    expect: 'valid',
    given: () => ({ token: licence({ limits: { users: 1, projects: 'many' } }) }),
  },
  {
    name: 'empty-addons',
    expect: 'valid',
    given: () => ({ token: licence({ active_addons: [] }) }),
  },
  {
    name: 'expiring',
    expect: 'valid',
    given: () => ({ token: licence({ exp: NOW + 29 * DAY }) }),
    also: { shown: { reason: 'LicenseExpiring', days: 30 } },
  },
  {
    name: 'vendor-sample-with-dates-alone',
    expect: 'valid',
    given: () => ({
      token: licence({
        iss: undefined,
        aud: undefined,
        tenant_id: undefined,
        jti: undefined,
        nbf: undefined,
      }),
      tenant: 'acme-corp',
      cluster: 'uid',
    }),
  },
  {
    name: 'kid-known',
    expect: 'valid',
    given: () => ({ token: signed({ header: { alg: 'RS256', kid: 'vendor' } }) }),
  },
  {
    name: 'thousands-of-characters',
    expect: 'valid',
    given: () => ({ token: licence({ note: 'x'.repeat(10_000) }) }),
  },
  {
    name: 'limit-of-size',
    expect: 'invalid',
    given: () => ({ token: licence({ note: 'x'.repeat(13_000) }) }),
  },
];
