import * as z from 'zod';

import type { Newest } from './choose.ts';
import type { HighWater } from './clock.ts';
import type { RevocationList } from './revocation.ts';

const moment = z.int().min(0).max(8_640_000_000_000_000);
const name = z.string().min(1).max(512);

const schema = z.strictObject({
  version: z.literal(1),
  highWater: z
    .strictObject({
      mark: moment,
      borneOut: moment,
      disbelieved: moment.optional(),
    })
    .optional(),
  /** When the clock was said to be right last. */
  repaired: name.optional(),
  list: z
    .strictObject({ number: z.int().min(0), issued: moment, jtis: z.array(name).max(4_096) })
    .optional(),
  newest: z.record(
    name,
    z.strictObject({
      jti: name.optional(),
      issued: moment,
      seq: z.int().min(0).optional(),
      digest: z.string().max(64),
    }),
  ),
  elsewhere: z.record(name, moment),
});

/**
 * What has to be remembered of licences beyond a process: the mark of time, the newest revocation list, the newest
 * licence of each tenant, and since when an installation has one that is bound to other clusters. No token.
 */
export interface LicenseMemory {
  readonly highWater: HighWater | undefined;
  readonly repaired: string | undefined;
  readonly list: RevocationList | undefined;
  readonly newest: Readonly<Record<string, Newest>>;
  readonly elsewhere: Readonly<Record<string, number>>;
}

/** Nothing is remembered yet. */
export const NO_MEMORY: LicenseMemory = {
  highWater: undefined,
  repaired: undefined,
  list: undefined,
  newest: {},
  elsewhere: {},
};

/** Reads what {@link writeMemory} wrote; undefined for anything else. */
export function readMemory(text: string): LicenseMemory | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    if (!parsed.success) return undefined;
    const { highWater, repaired, list, newest, elsewhere } = parsed.data;
    return {
      highWater,
      repaired,
      list,
      newest: Object.fromEntries(
        Object.entries(newest).map(([key, { jti, issued, seq, digest }]) => [
          key,
          { jti, issued, seq, digest },
        ]),
      ),
      elsewhere,
    };
  } catch {
    return undefined;
  }
}

/** As text for a Secret. */
export const writeMemory = (memory: LicenseMemory): string =>
  `${JSON.stringify({ version: 1, ...memory })}\n`;
