import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import type { FoundSignature } from './open.ts';
import { refused } from './refuse.ts';

/** A PEM file as it was read, with its name for messages. */
export interface PemFile {
  readonly file: string;
  readonly text: string;
}

const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const RSA_BITS = 3072;
const ACCEPTED = 'use ECDSA on P-256, P-384 or P-521, Ed25519, or RSA of 3072 bits or more, as PEM';

/** 16 hex digits of the SHA-256 of a public key (SubjectPublicKeyInfo): by which a signature names its key. */
export const keyIdOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

/** ECDSA and RSA over the SHA-256 of the list, Ed25519 over the list itself: what `openssl` checks without us. */
const algorithmOf = (key: KeyObject): 'sha256' | null =>
  key.asymmetricKeyType === 'ed25519' ? null : 'sha256';

/** Signs a list of sums with a private key. Throws ERR_BUNDLE for a key that is none, or too weak. */
export function signWith(pem: PemFile, sums: Uint8Array): FoundSignature {
  const key = keyIn(pem, createPrivateKey);
  return {
    keyId: keyIdOf(createPublicKey(key)),
    signature: sign(algorithmOf(key), sums, key),
  };
}

/** What is wrong with the signatures of a bundle: every key given must have signed. Throws ERR_BUNDLE for a file that is no public key. */
export function signatureProblems(
  {
    sums,
    signatures,
  }: { readonly sums: Uint8Array; readonly signatures: readonly FoundSignature[] },
  keys: readonly PemFile[],
): readonly string[] {
  return keys.flatMap((pem) => {
    if (pem.text.includes('PRIVATE KEY'))
      throw refused(
        pem.file,
        'it is a private key, which has no business here; give the public one',
      );
    const key = keyIn(pem, createPublicKey);
    const keyId = keyIdOf(key);
    const own = signatures.find((found) => found.keyId === keyId);
    if (own === undefined)
      return [
        `it is not signed by the key ${keyId} of "${pem.file}"; signed by ${signatures.map((found) => found.keyId).join(', ') || 'nobody'}`,
      ];
    return verify(algorithmOf(key), sums, key, own.signature)
      ? []
      : [`the signature of the key ${keyId} of "${pem.file}" is not over this content`];
  });
}

function keyIn({ file, text }: PemFile, parse: (text: string) => KeyObject): KeyObject {
  const key = parsed(file, text, parse);
  if (isStrong(key)) return key;
  const { namedCurve = '', modulusLength = '' } = key.asymmetricKeyDetails ?? {};
  const kind = key.asymmetricKeyType ?? 'unknown';
  throw refused(file, `its key is ${kind} ${namedCurve}${modulusLength}; ${ACCEPTED}`);
}

function isStrong({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): boolean {
  if (type === 'ec') return CURVES.has(details?.namedCurve ?? '');
  if (type === 'rsa') return (details?.modulusLength ?? 0) >= RSA_BITS;
  return type === 'ed25519';
}

function parsed(file: string, text: string, parse: (text: string) => KeyObject): KeyObject {
  try {
    return parse(text);
  } catch {
    // What OpenSSL says could repeat a part of the key.
    throw refused(file, `it holds no key that can be read; ${ACCEPTED}`);
  }
}
