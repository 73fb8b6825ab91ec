import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

import {
  claims,
  compact,
  ecKey,
  eddsa,
  encode,
  es256,
  hs256,
  rs256,
  rsaKey,
} from '../../../support/license.ts';
import { EC, licence, RSA, signed } from '../kit.ts';
import type { Case, Given } from '../kit.ts';

const pinned = (text: string): Pick<Given, 'keys'> => ({ keys: [{ name: 'vendor.pem', text }] });

/** Order of P-256. */
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The other signature of the same message: (r, n-s). */
function malleated(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = N - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const other = Buffer.from(s.toString(16).padStart(64, '0'), 'hex');
  return [header, payload, encode(Buffer.concat([bytes.subarray(0, 32), other]))].join('.');
}

const es = (): string => signed({ header: { alg: 'ES256' }, signer: es256(EC) });

/** An Ed25519 key of a given point. */
const edPoint = (point: Buffer): string =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: encode(point) }, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();

const IDENTITY = Buffer.concat([Buffer.from([1]), Buffer.alloc(31)]);

/** Points that verify more than they should, by their bytes. */
const SMALL = [
  IDENTITY.toString('hex'),
  `01${'00'.repeat(30)}80`,
  '00'.repeat(32),
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
];

const withKey = (
  alg: string,
  key: { publicKey: { export(options: object): unknown } },
  signer: (input: Buffer) => Buffer,
): Given => ({
  ...pinned(String(key.publicKey.export({ type: 'spki', format: 'pem' }))),
  token: signed({ header: { alg }, signer }),
});

const ed448 = generateKeyPairSync('ed448');
const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2_048 });

const bad = (name: string, given: () => Given): Case => ({ name, expect: 'invalid', given });
const header = (name: string, alg: unknown): Case =>
  bad(name, () => ({ token: signed({ header: { alg } }) }));

/** Who decides how a signature is checked: the pinned key. */
export const ALGORITHM: readonly Case[] = [
  bad('alg-none', () => ({
    token: `${encode('{"alg":"none"}')}.${encode(JSON.stringify(claims()))}.`,
  })),
  header('alg-none-signed', 'none'),
  header('alg-none-case', 'nOnE'),
  header('alg-lowercase', 'rs256'),
  header('alg-missing', undefined),
  header('alg-null', null),
  header('alg-list', ['RS256']),
  header('alg-rs384', 'RS384'),
  header('alg-ps256', 'PS256'),
  bad('hs256-pem', () => ({ token: signed({ header: { alg: 'HS256' }, signer: hs256(RSA.pem) }) })),
  bad('hs256-pem-no-newline', () => ({
    token: signed({ header: { alg: 'HS256' }, signer: hs256(RSA.pem.trimEnd()) }),
  })),
  bad('rs256-named-hs256-signed', () => ({ token: signed({ signer: hs256(RSA.pem) }) })),
  bad('es256-token-rsa-pin', () => ({ token: es() })),
  bad('rs256-token-ec-pin', () => ({ ...pinned(EC.pem), token: signed() })),
  bad('es384', () => {
    const key = ecKey('P-384');
    return { ...pinned(key.pem), token: signed({ header: { alg: 'ES384' }, signer: es256(key) }) };
  }),
  bad('es256k', () => {
    const key = ecKey('secp256k1');
    return { ...pinned(key.pem), token: signed({ header: { alg: 'ES256K' }, signer: es256(key) }) };
  }),
  bad('ed448-under-eddsa', () => withKey('EdDSA', ed448, eddsa(ed448))),
  bad('rsa-pss-pin', () => withKey('RS256', pss, (input) => sign('sha256', input, pss.privateKey))),
  bad('es256-der-signature', () => ({
    ...pinned(EC.pem),
    token: signed({ header: { alg: 'ES256' }, signer: es256(EC, 'der') }),
  })),
  bad('es256-zero-signature', () => ({
    ...pinned(EC.pem),
    token: signed({ header: { alg: 'ES256' }, signer: () => Buffer.alloc(64) }),
  })),
  {
    name: 'es256-malleated',
    expect: 'valid',
    given: () => ({ ...pinned(EC.pem), token: malleated(es()) }),
  },
  {
    name: 'es256-malleated-revoked',
    expect: 'revoked',
    given: () => ({
      ...pinned(EC.pem),
      token: malleated(es()),
      revocations: [
        compact({
          header: { alg: 'ES256', typ: 'license-crl+jwt' },
          payload: { iat: 1_790_000_000, number: 1, jtis: ['lic-1'] },
          signer: es256(EC),
        }),
      ],
    }),
  },
  bad('rsa-1024-pin', () => {
    const key = rsaKey(1_024);
    return { ...pinned(key.pem), token: signed({ signer: rs256(key) }) };
  }),
  bad('rsa-e3-pin', () => {
    const key = rsaKey(2_048, 3);
    return { ...pinned(key.pem), token: signed({ signer: rs256(key) }) };
  }),
  ...SMALL.map((hex, index) =>
    bad(index === 0 ? 'ed25519-identity-pin' : `ed25519-small-order-${index}`, () => ({
      ...pinned(edPoint(Buffer.from(hex, 'hex'))),
      token: signed({
        header: { alg: 'EdDSA' },
        signer: () => Buffer.concat([IDENTITY, Buffer.alloc(32)]),
      }),
    })),
  ),
  bad('signature-of-another', () => ({ token: signed({ signer: rs256(rsaKey()) }) })),
  bad('payload-swapped', () => {
    const [first = '', , signature = ''] = signed().split('.');
    return { token: [first, licence({ jti: 'other' }).split('.')[1], signature].join('.') };
  }),
];
