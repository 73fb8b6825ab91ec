import { generateKeyPairSync } from 'node:crypto';

import { issue } from '../../../support/certificate.ts';
import { DAY, ecKey, eddsa, NOW } from '../../../support/license.ts';
import { ED, keyList, licence, OTHER, RSA, signed } from '../kit.ts';
import type { Case } from '../kit.ts';

const pem = (name: string, expected: Case['expect'], text: () => string): Case => ({
  name,
  expect: expected,
  given: () => ({ keys: [{ name: 'vendor.pem', text: text() }] }),
});
const listed = (
  name: string,
  expected: Case['expect'],
  ...[entry, change = {}]: readonly [object, object?]
): Case => ({
  name,
  expect: expected,
  given: () => ({
    keys: keyList({ kid: 'a', spki: RSA.pem, ...entry }),
    token: licence({ ...change }),
  }),
});

const day = (seconds: number): string => new Date(seconds * 1_000).toISOString();
const spkiOf = (key: { export(options: object): unknown }): string =>
  String(key.export({ type: 'spki', format: 'pem' }));
const both = [
  { name: 'old.pem', text: RSA.pem },
  { name: 'new.pem', text: ED.pem },
];

/** Which keys may speak, and how they are written. */
export const KEYS: readonly Case[] = [
  { name: 'rotation-overlap', expect: 'valid', given: () => ({ keys: both }) },
  {
    name: 'rotation-overlap-new',
    expect: 'valid',
    given: () => ({
      keys: both,
      token: signed({ header: { alg: 'EdDSA', kid: 'new' }, signer: eddsa(ED) }),
    }),
  },
  {
    name: 'rotation-kid-of-the-other',
    expect: 'invalid',
    given: () => ({ keys: both, token: signed({ header: { alg: 'RS256', kid: 'new' } }) }),
  },
  {
    name: 'rotation-two-of-one-type',
    expect: 'valid',
    given: () => ({
      keys: [
        { name: 'a.pem', text: OTHER.pem },
        { name: 'b.pem', text: RSA.pem },
      ],
    }),
  },
  listed('key-without-dates', 'valid', {}),
  listed('retired-key-old-token', 'valid', { state: 'retired', to: day(NOW) }),
  listed('retired-key-new-token', 'invalid', { state: 'retired', to: day(NOW - 60 * DAY) }),
  listed('retired-key-boundary', 'invalid', { state: 'retired', to: day(NOW - 30 * DAY) }),
  listed('retired-key-without-date', 'invalid', { state: 'retired' }),
  listed('active-key-ended', 'invalid', { to: day(NOW - 60 * DAY) }),
  listed('key-not-yet-in-use', 'invalid', { from: day(NOW) }),
  listed('key-in-use', 'valid', { from: day(NOW - 60 * DAY), to: day(NOW + DAY) }),
  listed('key-compromised', 'invalid', { state: 'compromised' }),
  listed('key-compromised-old-token', 'invalid', { state: 'compromised', from: '2020-01-01' }),
  listed('key-issuer', 'valid', { issuer: 'vendor' }),
  listed('key-other-issuer', 'invalid', { issuer: 'somebody' }),
  listed('key-unknown-member', 'invalid', { use: 'sig' }),
  listed('key-state-unknown', 'invalid', { state: 'paused' }),
  {
    name: 'key-compromised-under-another-name',
    expect: 'invalid',
    given: () => ({
      keys: [
        ...keyList({ kid: 'a', spki: RSA.pem, state: 'compromised' }),
        { name: 'b.pem', text: RSA.pem },
      ],
    }),
  },
  {
    name: 'key-two-of-one-name',
    expect: 'invalid',
    given: () => ({ keys: keyList({ kid: 'a', spki: RSA.pem }, { kid: 'a', spki: OTHER.pem }) }),
    also: { notes: ['two keys are called "a"; neither is used'] },
  },
  {
    name: 'key-too-many',
    expect: 'invalid',
    given: () => ({
      keys: Array.from({ length: 17 }, (_, index) => ({ name: `k${index}.pem`, text: RSA.pem })),
    }),
  },
  {
    name: 'key-broken-beside-good',
    expect: 'valid',
    given: () => ({
      keys: [
        { name: 'a.pem', text: 'x' },
        { name: 'b.pem', text: RSA.pem },
      ],
    }),
  },
  {
    name: 'key-list-no-json',
    expect: 'invalid',
    given: () => ({ keys: [{ name: 'k', text: '{' }] }),
  },
  { name: 'no-keys', expect: 'invalid', given: () => ({ keys: [] }) },
  {
    name: 'rehearsal-under-released-key',
    expect: 'invalid',
    given: () => ({ token: licence({ rehearsal: true }) }),
  },
  listed('rehearsal', 'valid', { kid: 'rehearsal-1' }, { rehearsal: true }),
  listed('licence-under-rehearsal-key', 'invalid', { kid: 'rehearsal-1' }),
  pem('pem-literal-backslash-n', 'valid', () => RSA.pem.replaceAll('\n', '\\n')),
  pem('pem-crlf', 'valid', () => RSA.pem.replaceAll('\n', '\r\n')),
  pem('pem-space-around', 'valid', () => `\n  ${RSA.pem}\n\n`),
  pem('pem-pkcs1', 'valid', () =>
    RSA.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  ),
  pem('pem-certificate', 'invalid', () => issue({ commonName: 'vendor' }).certificate),
  pem('pem-private', 'invalid', () =>
    RSA.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ),
  pem('pem-private-pkcs1', 'invalid', () =>
    RSA.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  ),
  pem('pem-two-blocks', 'invalid', () => RSA.pem + OTHER.pem),
  pem('pem-text-before', 'invalid', () => `the key:\n${RSA.pem}`),
  pem('pem-text-after', 'invalid', () => `${RSA.pem}# the key`),
  pem('pem-one-line', 'invalid', () => RSA.pem.replaceAll('\n', '')),
  pem('pem-broken-base64', 'invalid', () => RSA.pem.replace(/[A-Z]{2}/, '!!')),
  pem('pem-cut', 'invalid', () => RSA.pem.replace(/\n.{64}\n(?=.{64}\n)/, '\n')),
  pem('pem-trailing-bytes', 'invalid', () => {
    const der = RSA.publicKey.export({ type: 'spki', format: 'der' });
    const body = Buffer.concat([der, Buffer.from('extra')]).toString('base64');
    return `-----BEGIN PUBLIC KEY-----\n${body.replaceAll(/(.{64})/g, '$1\n')}\n-----END PUBLIC KEY-----\n`;
  }),
  ...['P-384', 'P-521', 'secp256k1'].map((curve) =>
    pem(`pem-wrong-curve-${curve}`, 'invalid', () => ecKey(curve).pem),
  ),
  pem('pem-x25519', 'invalid', () => spkiOf(generateKeyPairSync('x25519').publicKey)),
  pem('pem-dsa', 'invalid', () =>
    spkiOf(generateKeyPairSync('dsa', { modulusLength: 2_048, divisorLength: 256 }).publicKey),
  ),
  pem('pem-jwk', 'invalid', () => JSON.stringify(RSA.publicKey.export({ format: 'jwk' }))),
  pem('pem-empty', 'invalid', () => ''),
  pem('pem-white-space', 'invalid', () => ' \n'),
];
