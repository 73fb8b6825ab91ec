import * as z from 'zod';

import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import type { KeySet } from './key-set.ts';
import { verify } from './verify.ts';

/** A signed list of revoked licences: the newest one counts, however old it is. */
export interface RevocationList {
  /** Rises with every list. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly issued: number;
  readonly jtis: readonly string[];
}

const Claims = z.looseObject({
  iat: z.int().min(0).max(4_102_444_800),
  number: z.int().min(0),
  jtis: z.array(z.string().min(1).max(256)).max(4_096),
});

/** Reads a list: a token of its own type by a pinned key. Why it is ignored is told in a sentence. */
export async function readRevocations(
  text: string,
  keys: KeySet,
): Promise<Result<RevocationList, string>> {
  try {
    const verified = await verify(text, keys, 'revocation');
    if (!verified.ok) return no(`the revocation list is ignored: it ${verified.error.message}`);
    const parsed = Claims.safeParse(verified.value.payload);
    if (!parsed.success)
      return no('the revocation list is ignored: it lacks "iat", a number, or the list "jtis"');
    const { iat, number, jtis } = parsed.data;
    return ok({ number, issued: iat * 1_000, jtis });
  } catch {
    return no('the revocation list is ignored: it cannot be read');
  }
}

/** The list that counts: an older one put back takes nothing back. */
export const newestList = (
  lists: readonly (RevocationList | undefined)[],
): RevocationList | undefined =>
  lists
    .filter((list) => list !== undefined)
    .reduce<RevocationList | undefined>(
      (newest, list) => (newest === undefined || list.number > newest.number ? list : newest),
      undefined,
    );
