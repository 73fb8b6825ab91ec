import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';
import * as z from 'zod';

import { OperatorError } from '../../lib/errors.ts';
import { keyIdOf } from './recipient.ts';
import type { KeyManagement, Recipient } from './recipient.ts';

const name = z.string().min(1).max(253);
const texts = z.record(name, z.string().max(1_048_576));

const secret = z.strictObject({
  name,
  type: z.string().max(253),
  labels: texts,
  /** By what the irreplaceable keys are known again. */
  salt: z.string().min(1).max(64),
  irreplaceable: z.array(name).max(256),
  /** Values in base64, as in a Secret. */
  data: z.record(name, z.base64().max(1_500_000)),
});

const bundle = z.strictObject({
  kind: z.literal('PlaneKeys'),
  version: z.literal(1),
  installation: name,
  namespace: name,
  operatorVersion: z.string().max(64),
  secrets: z.array(secret).min(1).max(64),
});

/** Everything that an export holds. */
export type Bundle = z.infer<typeof bundle>;
/** One Secret of an export. */
export type BundledSecret = z.infer<typeof secret>;

const TYPE = 'plane-keys+json';
const ALGORITHMS: readonly KeyManagement[] = ['RSA-OAEP-256', 'ECDH-ES+A256KW'];

/** Encrypts for the holder of a private key: compact JWE (RFC 7516), A256GCM. */
export const encrypt = (content: Bundle, { key, alg, keyId }: Recipient): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
    .setProtectedHeader({ alg, enc: 'A256GCM', kid: keyId, cty: TYPE })
    .encrypt(key);

/** A file as it was read, with its name for messages. */
export interface TextFile {
  readonly file: string;
  readonly text: string;
}

/** Decrypts an export. Throws ERR_INPUT for a file that is none, is damaged, or is for another key. */
export async function decrypt(exported: TextFile, privateKey: TextFile): Promise<Bundle> {
  const key = keyOf(privateKey);
  const jwe = exported.text.trim();
  const keyId = headerOf(exported.file, jwe).kid;
  const own = keyIdOf(createPublicKey(key));
  if (keyId !== own)
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot open "${exported.file}" with "${privateKey.file}": it is encrypted for key ${keyId}, and this is ${own}`,
    );
  try {
    const { plaintext } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: [...ALGORITHMS],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return bundle.parse(JSON.parse(new TextDecoder().decode(plaintext)));
  } catch (cause) {
    // Neither what jose nor what zod says is passed on: it could repeat a value.
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot open "${exported.file}": it was damaged or changed, or is of another version of the format`,
      { cause },
    );
  }
}

function keyOf({ file, text }: TextFile): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (cause) {
    const locked = text.includes('ENCRYPTED');
    const state = locked
      ? 'it is protected by a passphrase; take that off first with "openssl pkey -in FILE -out FILE"'
      : 'it is no private key in PEM';
    throw new OperatorError('ERR_INPUT', `Cannot use "${file}": ${state}`, { cause });
  }
}

function headerOf(file: string, jwe: string): { readonly kid: string } {
  try {
    const { kid, cty } = decodeProtectedHeader(jwe);
    if (typeof kid === 'string' && cty === TYPE) return { kid };
  } catch {
    // Said below: what is no JWE at all is no export either.
  }
  throw new OperatorError(
    'ERR_INPUT',
    `Cannot open "${file}": it is no export of "plane-operator keys export"`,
  );
}
