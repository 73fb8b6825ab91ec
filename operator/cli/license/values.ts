import { readFile } from 'node:fs/promises';

import { OperatorError } from '../../lib/errors.ts';
import { LIMITS } from '../../license/claims.ts';
import type { Limit } from '../../license/claims.ts';
import { readKeys } from '../../license/key-set.ts';
import type { KeySet } from '../../license/key-set.ts';

/** Milliseconds since the epoch of `2027-01-01T00:00:00Z`, `2027-01-01` (UTC) or whole seconds. Throws ERR_INPUT. */
export function momentOf(text: string, option: string): number {
  const isDate = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
  const moment = /^\d{1,12}$/.test(text)
    ? Number(text) * 1_000
    : isDate.test(text)
      ? Date.parse(text)
      : NaN;
  if (Number.isFinite(moment)) return moment;
  throw new OperatorError(
    'ERR_INPUT',
    `Cannot use "${text}" for ${option}: give a time with its zone, for example 2027-01-01T00:00:00Z`,
  );
}

/** Amounts by limit, from `users=100`. Throws ERR_INPUT. */
export function amountsOf(
  texts: readonly string[],
  option: string,
): Partial<Record<Limit, number>> {
  const amounts: Partial<Record<Limit, number>> = {};
  for (const text of texts) {
    const [name, amount = ''] = text.split('=');
    const limit = LIMITS.find((known) => known === name);
    if (limit === undefined || !/^(?:-1|\d{1,15})$/.test(amount))
      throw new OperatorError(
        'ERR_INPUT',
        `Cannot use "${text}" for ${option}: give a limit and a whole number, for example users=100; limits are ${LIMITS.join(', ')}`,
      );
    amounts[limit] = Number(amount);
  }
  return amounts;
}

/** A text file; undefined for one that is not there. Throws ERR_INPUT for one that cannot be read. */
export async function textIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new OperatorError('ERR_INPUT', `Cannot read "${file}": ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Public keys of files; what is wrong with one is among the mistakes. */
export async function keysOf(files: readonly string[]): Promise<KeySet> {
  const texts = await Promise.all(
    files.map(async (name) => ({ name, text: await textIfThere(name) })),
  );
  const { keys, mistakes } = readKeys(
    texts.flatMap(({ name, text }) => (text === undefined ? [] : [{ name, text }])),
  );
  const absent = texts.filter(({ text }) => text === undefined);
  return { keys, mistakes: [...absent.map(({ name }) => `"${name}" does not exist`), ...mistakes] };
}
