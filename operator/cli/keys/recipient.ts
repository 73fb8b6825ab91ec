import { createHash, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { OperatorError } from '../../lib/errors.ts';

/** How the key that encrypts is agreed with the recipient, by the kind of the recipient's key (RFC 7518). */
export type KeyManagement = 'RSA-OAEP-256' | 'ECDH-ES+A256KW';

/** Who can open an export: the holder of a certificate's private key. */
export interface Recipient {
  readonly key: KeyObject;
  readonly alg: KeyManagement;
  /** SHA-256 of the public key: the private key gives the same. */
  readonly keyId: string;
  readonly subject: string;
}

/** Least bits of an RSA key (NIST SP 800-131A). */
const RSA_BITS = 2048;
const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};
const ACCEPTED = `use a certificate with an RSA key of ${RSA_BITS} bits or more, or an EC key on ${Object.values(CURVES).join(', ')}`;

/** Reads the first certificate of a PEM file. Throws ERR_INPUT for what is none, is not valid now, or has a key too weak to trust data to. */
export function recipientOf(file: string, pem: string, now: number): Recipient {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    throw refused(file, 'it holds a private key', 'give the certificate alone');
  const certificate = parse(file, pem);
  const { subject, validFrom, validTo } = certificate;
  if (now < Date.parse(validFrom) || now > Date.parse(validTo))
    throw refused(file, `it is valid from ${validFrom} to ${validTo}`, 'use one that is valid now');
  const key = certificate.publicKey;
  return { key, alg: algorithm(file, key), keyId: keyIdOf(key), subject: oneLine(subject) };
}

/** SHA-256 of a public key (SubjectPublicKeyInfo), base64url. */
export const keyIdOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64url');

function parse(file: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot use "${file}" as a certificate: ${(cause as Error).message}; ${ACCEPTED}`,
      { cause },
    );
  }
}

function algorithm(file: string, key: KeyObject): KeyManagement {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType ?? 'unknown';
  if (type === 'rsa') {
    if (modulusLength >= RSA_BITS) return 'RSA-OAEP-256';
    throw refused(file, `its RSA key has ${modulusLength} bits`, ACCEPTED);
  }
  if (type === 'ec') {
    if (CURVES[namedCurve] !== undefined) return 'ECDH-ES+A256KW';
    throw refused(file, `its EC key is on the curve ${namedCurve}`, ACCEPTED);
  }
  throw refused(file, `its key is of the type ${type}, which is not for encrypting`, ACCEPTED);
}

const refused = (file: string, state: string, fix: string): OperatorError =>
  new OperatorError('ERR_INPUT', `Cannot export for "${file}": ${state}; ${fix}`);

const oneLine = (subject: string | undefined): string => (subject ?? '').replaceAll('\n', ', ');
