/** Certificates for tests, written as X.509 says (RFC 5280): as little of it as OpenSSL and Go accept. */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What a certificate shall say. */
export interface CertificateOrder {
  readonly commonName: string;
  /** Subject alternative names. */
  readonly names?: readonly string[];
  /** It may sign others. */
  readonly authority?: boolean;
  /** ISO times. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** Signs itself when left out. */
  readonly issuer?: Issued;
}

/** A certificate with its key, both in PEM. */
export interface Issued {
  readonly commonName: string;
  readonly certificate: string;
  readonly key: string;
  readonly privateKey: KeyObject;
}

const tlv = (tag: number, ...content: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const size =
    body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};

const sequence = (...content: readonly Uint8Array[]): Buffer => tlv(0x30, ...content);
const text = (tag: number, value: string): Buffer => tlv(tag, Buffer.from(value, 'utf8'));
const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'));
const TRUE = tlv(0x01, Buffer.from([0xff]));

const COMMON_NAME = oid('550403');
const BASIC_CONSTRAINTS = oid('551d13');
const ALTERNATIVE_NAMES = oid('551d11');
/** ecdsa-with-SHA256 */
const SIGNATURE = sequence(oid('2a8648ce3d040302'));

const nameOf = (commonName: string): Buffer =>
  sequence(tlv(0x31, sequence(COMMON_NAME, text(0x0c, commonName))));

/** GeneralizedTime. */
const time = (iso: string): Buffer =>
  text(0x18, `${new Date(iso).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`);

const extension = (id: Buffer, value: Buffer): Buffer => sequence(id, tlv(0x04, value));

function extensions({ names = [], authority = false }: CertificateOrder): Buffer {
  const alternatives = names.map((name) => text(0x82, name));
  return sequence(
    extension(BASIC_CONSTRAINTS, authority ? sequence(TRUE) : sequence()),
    ...(names.length === 0 ? [] : [extension(ALTERNATIVE_NAMES, sequence(...alternatives))]),
  );
}

let serial = 0;

/** Issues a certificate on a new key; valid from 2025 to 2125 unless told. */
export function issue(order: CertificateOrder): Issued {
  const { commonName, issuer } = order;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  serial += 1;
  const signed = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1, serial >> 8, serial & 0xff])),
    SIGNATURE,
    nameOf(issuer?.commonName ?? commonName),
    sequence(
      time(order.notBefore ?? '2025-01-01T00:00:00Z'),
      time(order.notAfter ?? '2125-01-01T00:00:00Z'),
    ),
    nameOf(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, extensions(order)),
  );
  const signature = sign('sha256', signed, issuer?.privateKey ?? privateKey);
  const der = sequence(signed, SIGNATURE, tlv(0x03, Buffer.from([0]), signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    commonName,
    certificate: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join(
      '\n',
    ),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    privateKey,
  };
}
