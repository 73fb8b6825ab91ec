import type { Result } from '../lib/result.ts';
import { readClaims } from './claims.ts';
import type { License } from './claims.ts';
import { flawed } from './flaw.ts';
import type { Flaw } from './flaw.ts';
import type { KeySet, PinnedKey } from './key-set.ts';
import { readHeader } from './header.ts';
import { split } from './segments.ts';
import { parseObject } from './strict-json.ts';
import { verify } from './verify.ts';

/** What a token is: a licence that a pinned key signed, or why it is none. */
export type Reading = Result<License, Flaw>;

/** Clocks of vendor and key list may differ by this much, in milliseconds. */
const LEEWAY = 60_000;

/** Reads a licence. Whatever is given, the outcome is returned and nothing is thrown. */
export async function readLicense(text: string, keys: KeySet): Promise<Reading> {
  try {
    const verified = await verify(text, keys, 'license');
    if (!verified.ok) return verified;
    const license = readClaims(verified.value.payload, verified.value.key);
    if (!license.ok) return license;
    return ofItsTime(license.value, verified.value.key) ?? license;
  } catch {
    return flawed('Malformed', 'cannot be read');
  }
}

/** Reads a licence without asking who signed it: to compare two of them, never to act on one. */
export function readUnverified(text: string): Reading {
  const segments = split(text);
  if (!segments.ok) return segments;
  const header = readHeader(segments.value.header, 'license');
  if (!header.ok) return header;
  const payload = parseObject(segments.value.payload);
  if (!payload.ok) return flawed('Payload', `has a payload that ${payload.error}`);
  const isRehearsal = payload.value['rehearsal'] === true;
  return readClaims(payload.value, { kid: header.value.kid ?? '', issuer: undefined, isRehearsal });
}

/** A key speaks for the licences of its own time. */
function ofItsTime({ issued }: License, { kid, from, to }: PinnedKey): Reading | undefined {
  if (to !== undefined && issued >= to)
    return flawed('Key', `was issued after the key "${kid}" was retired`);
  if (from !== undefined && issued < from - LEEWAY)
    return flawed('Key', `was issued before the key "${kid}" came into use`);
  return undefined;
}
