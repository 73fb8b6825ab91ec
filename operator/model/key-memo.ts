import * as z from 'zod';

import { digest } from '../lib/digest.ts';
import { fingerprint } from '../lib/fingerprint.ts';

/** Characters of a salt. */
export const SALT_LENGTH = 32;

const salt = z.string().min(1).max(64);
const fingerprints = z.record(z.string().max(253), z.string().regex(/^[0-9a-f]{16}$/));
const note = z.strictObject({ installation: z.string().max(63), salt, fingerprints });

/** What is remembered of a generated Secret: which irreplaceable keys it had, and by what to know them again. */
export interface KeyMemo {
  readonly salt: string;
  /** By key. */
  readonly fingerprints: Readonly<Record<string, string>>;
}

/** A memo as it is noted on the Secret itself, with the installation that it belongs to. */
export type KeyNote = z.infer<typeof note>;

/** Adds fingerprints of these keys, as far as they have a value. A key that is remembered and not named stays so. */
export function remember(
  memo: KeyMemo,
  keys: readonly string[],
  values: Readonly<Record<string, string>>,
): KeyMemo {
  const known = keys.flatMap((key) => {
    const value = values[key];
    return value === undefined ? [] : [[key, fingerprint(memo.salt, key, value)] as const];
  });
  const all = { ...memo.fingerprints, ...Object.fromEntries(known) };
  return { salt: memo.salt, fingerprints: sorted(all) };
}

const sorted = (record: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** One text for all fingerprints: differs when an irreplaceable key was added or changed. */
export const sealOf = ({ fingerprints: all }: KeyMemo): string => digest(all).slice(0, 16);

/** The annotation's text. Equal memos give equal bytes. */
export const writeNote = (installation: string, memo: KeyMemo): string =>
  JSON.stringify({ installation, salt: memo.salt, fingerprints: sorted(memo.fingerprints) });

/** Reads the annotation; undefined when there is none or somebody wrote something else there. */
export function readNote(text: string | undefined): KeyNote | undefined {
  if (text === undefined) return undefined;
  try {
    return note.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
