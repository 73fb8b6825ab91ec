import { hs256, rs256 } from '../../../support/license.ts';
import { OTHER, RSA, signed } from '../kit.ts';
import type { Case } from '../kit.ts';

const SIGNED_BY_OTHER = { signer: rs256(OTHER) };

const bad = (name: string, header: string | object, draft: object = {}): Case => ({
  name,
  expect: 'invalid',
  given: () => ({ token: signed({ header, ...draft }) }),
});

const withMember = (name: string, member: object, draft: object = {}): Case =>
  bad(name, { alg: 'RS256', ...member }, draft);

/** Headers that want to choose the key, the message or the reader. */
export const HEADER: readonly Case[] = [
  withMember('jwk-attacker', { jwk: OTHER.publicKey.export({ format: 'jwk' }) }, SIGNED_BY_OTHER),
  withMember('jwk-own', { jwk: RSA.publicKey.export({ format: 'jwk' }) }),
  withMember('jku', { jku: 'https://vendor.example.com/keys' }),
  withMember('x5u', { x5u: 'https://vendor.example.com/chain' }),
  withMember('x5c-attacker', { x5c: ['MIIB'] }, SIGNED_BY_OTHER),
  withMember('x5t', { x5t: 'AAAA' }),
  bad('kid-traversal', { alg: 'HS256', kid: '../../dev/null' }, { signer: hs256('') }),
  withMember('kid-injection', { kid: "x' UNION SELECT 'k" }),
  withMember('kid-url', { kid: 'https://evil.example.com/key' }),
  withMember('kid-unknown', { kid: 'next' }),
  withMember('kid-object', { kid: {} }),
  withMember('kid-null', { kid: null }),
  withMember('kid-empty', { kid: '' }),
  withMember('kid-number', { kid: 7 }),
  withMember('kid-long', { kid: 'k'.repeat(129) }),
  withMember('kid-prototype', { kid: 'constructor' }),
  withMember('b64-false-no-crit', { b64: false }),
  withMember('b64-false-crit', { b64: false, crit: ['b64'] }),
  withMember('crit-unknown', { crit: ['exp'], exp: 1 }),
  withMember('crit-empty', { crit: [] }),
  withMember('zip', { zip: 'DEF' }),
  withMember('cty', { cty: 'JWT' }),
  withMember('enc', { enc: 'A256GCM' }),
  withMember('typ-other', { typ: 'at+jwt' }),
  withMember('typ-revocation-list', { typ: 'license-crl+jwt' }),
  withMember('typ-number', { typ: 1 }),
  bad('duplicate-alg', '{"alg":"none","alg":"RS256"}'),
  bad('duplicate-alg-escaped', '{"al\\u0067":"none","alg":"RS256"}'),
  bad('header-not-object', '["RS256"]'),
  bad('header-text', '"RS256"'),
  bad('header-null', 'null'),
  bad('header-no-json', 'alg=RS256'),
  bad('header-proto', '{"alg":"RS256","__proto__":{"kid":"x"}}'),
  bad('header-bom', '\ufeff{"alg":"RS256"}'),
  bad('header-oversized', `{"alg":"RS256"${' '.repeat(600)}}`),
  bad('header-trailing', '{"alg":"RS256"}{}'),
];
