import { createHash, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { base64url } from 'jose';

import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import type { Algorithm } from './header.ts';

/** A public key against which signatures may be checked. */
export interface PublicKey {
  /** Algorithms that fit it: the key decides, never the token (RFC 8725, 3.1). */
  readonly algorithms: readonly Algorithm[];
  readonly key: KeyObject;
  /** SHA-256 of its SubjectPublicKeyInfo, base64url: by it one key is known again in any spelling. */
  readonly thumbprint: string;
}

/** Bits of RSA keys: fewer are too weak (NIST SP 800-131A), more only cost time. */
const RSA_BITS = { least: 2_048, most: 8_192 };
const ACCEPTED =
  'use one public key in PEM: RSA of 2048 bits or more with exponent 65537, EC on P-256, or Ed25519';

const PEM =
  /^-----BEGIN (?<label>PUBLIC KEY|RSA PUBLIC KEY)-----\n(?<body>[A-Za-z0-9+/=\n]+)\n-----END \k<label>-----$/;

/** What people paste by mistake, in the order in which it is looked for. */
const MISTAKES: readonly { readonly sign: RegExp; readonly what: string }[] = [
  { sign: /^$/, what: 'is empty: without a key nothing is valid' },
  {
    sign: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/,
    what: 'is a PRIVATE key: whoever signs licences has leaked it. Tell the vendor, and do not use it',
  },
  { sign: /-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/, what: 'is a certificate, not a public key' },
  {
    sign: /-----BEGIN [\s\S]*-----BEGIN /,
    what: 'holds two PEM blocks; give each key its own entry',
  },
  {
    sign: /^-----BEGIN [A-Z0-9 ]+-----.*-----END [A-Z0-9 ]+-----$/,
    what: 'is on one line; keep the line ends of PEM, or write them as \\n',
  },
];

/**
 * Reads a public key in PEM: SPKI or PKCS#1, with line ends of any kind or written as `\n`, as vendors document for
 * environment variables. The problem is in words without the key.
 */
export function readPublicKey(text: string): Result<PublicKey, string> {
  const pem = text.replaceAll('\\n', '\n').replaceAll(/\r\n?/g, '\n').trim();
  const mistake = MISTAKES.find(({ sign }) => sign.test(pem));
  if (mistake !== undefined) return no(`${mistake.what}; ${ACCEPTED}`);
  const { body } = PEM.exec(pem)?.groups ?? {};
  if (body === undefined) return no(`is no PEM block alone; ${ACCEPTED}`);
  const key = parse(pem);
  if (key === undefined || !isWhole(body)) return no(`cannot be read; ${ACCEPTED}`);
  const fault = faultOf(key);
  return fault === undefined ? ok(describe(key)) : no(`${fault}; ${ACCEPTED}`);
}

function parse(pem: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: pem, format: 'pem' });
  } catch {
    return undefined;
  }
}

/** Whether the block holds one DER value and nothing after it: OpenSSL does not mind what follows. */
function isWhole(body: string): boolean {
  const [tag, first = 0, ...rest] = base64.decode(body.replaceAll('\n', ''));
  const octets = first & 0x7f;
  const length =
    first < 0x80
      ? first
      : octets + rest.slice(0, octets).reduce((sum, octet) => sum * 256 + octet, 0);
  return tag === 0x30 && rest.length === length;
}

const faultOf = (key: KeyObject): string | undefined => {
  const type = key.asymmetricKeyType ?? 'unknown';
  return Object.hasOwn(FAULTS, type) ? FAULTS[type]?.(key) : `is of the type ${type}`;
};

/** What may be wrong with a key, by its type; other types are refused. */
const FAULTS: Readonly<Record<string, (key: KeyObject) => string | undefined>> = {
  rsa: ({ asymmetricKeyDetails: { modulusLength = 0, publicExponent } = {} }) => {
    if (modulusLength < RSA_BITS.least) return `has ${modulusLength} bits, which is too few`;
    if (modulusLength > RSA_BITS.most) return `has ${modulusLength} bits, which is too many`;
    return publicExponent === 65_537n ? undefined : 'has another exponent than 65537';
  },
  ec: ({ asymmetricKeyDetails }) =>
    asymmetricKeyDetails?.namedCurve === 'prime256v1'
      ? undefined
      : 'is on another curve than P-256',
  ed25519: (key) =>
    isOfSmallOrder(rawKey(key)) ? 'verifies any message (small order)' : undefined,
};

/** Standard base64, as in PEM. *Assumes* that OpenSSL has read the block. */
const base64 = {
  decode: (text: string): Uint8Array =>
    base64url.decode(text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')),
};

const describe = (key: KeyObject): PublicKey => ({
  algorithms: ALGORITHMS[key.asymmetricKeyType ?? ''] ?? [],
  key,
  thumbprint: createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64url'),
});

const ALGORITHMS: Readonly<Record<string, readonly Algorithm[]>> = {
  rsa: ['RS256'],
  ec: ['ES256'],
  ed25519: ['EdDSA', 'Ed25519'],
};

const rawKey = (key: KeyObject): Uint8Array =>
  base64url.decode(key.export({ format: 'jwk' }).x ?? '');

/** The y coordinates of the points of order 8 on edwards25519, beside 0, 1 and -1; little-endian, without sign. */
const ORDER_8: ReadonlySet<bigint> = new Set([
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
]);
const FIELD = 2n ** 255n - 19n;

/** Points whose multiples are few, and spellings that are not canonical (RFC 8032, 5.1.3). */
function isOfSmallOrder(bytes: Uint8Array): boolean {
  const y = bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) & (2n ** 255n - 1n);
  return y >= FIELD || y <= 1n || y === FIELD - 1n || ORDER_8.has(y);
}
