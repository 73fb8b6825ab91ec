import { compactVerify, errors } from 'jose';

import { ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { flawed } from './flaw.ts';
import type { Flaw } from './flaw.ts';
import { readHeader } from './header.ts';
import type { Header, TYPES } from './header.ts';
import type { KeySet, PinnedKey } from './key-set.ts';
import { split } from './segments.ts';
import { parseObject } from './strict-json.ts';

/** A payload whose signature was checked, and the key that made it. */
export interface Verified {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly key: PinnedKey;
}

/**
 * Checks a token in the order that leaves an attacker the least: size, segments, header, key, signature, and only then
 * the payload.
 */
export async function verify(
  text: string,
  keys: KeySet,
  purpose: keyof typeof TYPES,
): Promise<Result<Verified, Flaw>> {
  const segments = split(text);
  if (!segments.ok) return segments;
  const header = readHeader(segments.value.header, purpose);
  if (!header.ok) return header;
  const fitting = pick(header.value, keys);
  if (!fitting.ok) return fitting;
  const key = await signer(segments.value.compact, fitting.value);
  if (key === undefined)
    return flawed(
      'Signature',
      'was changed, or was signed by a key that this installation was not given',
    );
  if (key.state === 'compromised')
    return flawed('Key', `is signed by the key "${key.kid}", which is marked as compromised`);
  const payload = parseObject(segments.value.payload);
  if (!payload.ok) return flawed('Payload', `has a payload that ${payload.error}`);
  return ok({ payload: payload.value, key });
}

/** Pinned keys that may have signed: those that the token names, or all of the right type. */
function pick(
  { alg, kid }: Header,
  { keys, mistakes }: KeySet,
): Result<readonly PinnedKey[], Flaw> {
  if (keys.length === 0)
    return flawed(
      'Key',
      `cannot be checked: ${mistakes.length === 0 ? 'no public key of its vendor was given' : mistakes.join('; ')}`,
    );
  const named =
    kid === undefined ? keys : keys.filter((key) => key.kid === kid || key.thumbprint === kid);
  if (named.length === 0) return flawed('Key', 'names a key that this installation was not given');
  const fitting = named.filter(({ algorithms }) => algorithms.includes(alg));
  return fitting.length === 0
    ? flawed('Algorithm', `is signed with ${alg}, which does not fit the pinned key`)
    : ok(fitting);
}

async function signer(compact: string, keys: readonly PinnedKey[]): Promise<PinnedKey | undefined> {
  for (const key of keys) {
    try {
      await compactVerify(compact, key.key, { algorithms: [...key.algorithms] });
      return key;
    } catch (error) {
      // Anything else is a defect of ours, and the reader says so without passing it on.
      if (!(error instanceof errors.JOSEError)) throw error;
    }
  }
  return undefined;
}
