/** Licences for tests, signed with keys that are made when the tests run. */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A key pair with the public part in PEM. */
export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly pem: string;
}

const pair = ({ publicKey, privateKey }: Omit<KeyPair, 'pem'>): KeyPair => ({
  publicKey,
  privateKey,
  pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
});

/** An RSA key. */
export const rsaKey = (modulusLength = 2_048, publicExponent = 65_537): KeyPair =>
  pair(generateKeyPairSync('rsa', { modulusLength, publicExponent }));
/** A key on an elliptic curve, by the name that OpenSSL gives it. */
export const ecKey = (namedCurve = 'P-256'): KeyPair =>
  pair(generateKeyPairSync('ec', { namedCurve }));
/** An Ed25519 key. */
export const edKey = (): KeyPair => pair(generateKeyPairSync('ed25519'));

/** One day in seconds. */
export const DAY = 86_400;
/** The moment at which tests judge, in seconds: 2027-01-01T00:00:00Z. */
export const NOW = 1_798_761_600;

/** Claims of the vendor's sample. */
export const SAMPLE = {
  plan_id: 'operations',
  plan_name: 'Operations',
  active_addons: ['automation_pro'],
  limits: {
    users: 100,
    ai_credits: 2_000,
    data_volume_gb: 250,
    data_retention_days: 30,
    runbooks: -1,
  },
};

/** A licence for one year, issued a month before {@link NOW}. */
export const claims = (
  change: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  ...SAMPLE,
  iss: 'vendor',
  aud: 'plane-airgapped',
  tenant_id: 'acme-corp',
  jti: 'lic-1',
  iat: NOW - 30 * DAY,
  nbf: NOW - 30 * DAY,
  exp: NOW + 335 * DAY,
  ...change,
});

/** How bytes are signed. */
export type Signer = (input: Buffer) => Buffer;

/** RS256. */
export const rs256 =
  ({ privateKey }: Pick<KeyPair, 'privateKey'>): Signer =>
  (input) =>
    sign('sha256', input, privateKey);
/** ES256 and its relatives: the encoding is what JOSE asks for unless told otherwise. */
export const es256 =
  (
    { privateKey }: Pick<KeyPair, 'privateKey'>,
    dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363',
  ): Signer =>
  (input) =>
    sign('sha256', input, { key: privateKey, dsaEncoding });
/** EdDSA. */
export const eddsa =
  ({ privateKey }: Pick<KeyPair, 'privateKey'>): Signer =>
  (input) =>
    sign(null, input, privateKey);
/** HS256, with which an attacker would use a public key as if it were a shared secret. */
export const hs256 =
  (secret: string): Signer =>
  (input) =>
    createHmac('sha256', secret).update(input).digest();

/** Base64url without padding. */
export const encode = (data: string | Buffer): string => Buffer.from(data).toString('base64url');

/** What is signed: a header and a payload, as JSON or as bytes that are not JSON. */
export interface Draft {
  readonly header: string | object;
  readonly payload: string | Buffer | object;
  readonly signer: Signer;
}

/** A compact JWS; nothing in it is checked. */
export function compact({ header, payload, signer }: Draft): string {
  const head = encode(typeof header === 'string' ? header : JSON.stringify(header));
  const isRaw = typeof payload === 'string' || Buffer.isBuffer(payload);
  const body = encode(isRaw ? payload : JSON.stringify(payload));
  const input = `${head}.${body}`;
  return `${input}.${encode(signer(Buffer.from(input)))}`;
}
