import * as z from 'zod';

import { OperatorError } from '../lib/errors.ts';
import { readBody } from './exchange.ts';
import type { Call, Reply } from './exchange.ts';

const errors = z.looseObject({
  errors: z.array(z.looseObject({ code: z.string().optional(), message: z.string().optional() })),
});

const MEANINGS: Readonly<Record<number, string>> = {
  401: 'the login is missing or not taken',
  403: 'the login may not do this; some registries want the project to be made first',
  404: 'it does not know this',
  405: 'it does not allow this',
  413: 'it takes no request of this size; a proxy before it may be the one that says so',
  429: 'it asks for patience and goes on asking',
  507: 'its disk is full',
};

/** The error for an answer that no other try would better: status, what the registry said, what it means. */
export async function problem(what: string, call: Call, reply: Reply): Promise<OperatorError> {
  const { status } = reply;
  const body = await readBody(reply, 64 * 1024).catch(() => undefined);
  const said = saidIn(body);
  const meaning = MEANINGS[status];
  return new OperatorError(
    'ERR_REGISTRY',
    [
      `Cannot ${what} at "${call.url.host}": status ${status}`,
      ...(said === '' ? [] : [`"${said}"`]),
      ...(meaning === undefined ? [] : [meaning]),
    ].join('; '),
  );
}

/** Code and message of the registry's own error, fit for one line. */
function saidIn(body: Buffer | undefined): string {
  let value: unknown;
  try {
    value = JSON.parse(body?.toString('utf8') ?? '');
  } catch {
    return '';
  }
  const parsed = errors.safeParse(value);
  if (!parsed.success) return '';
  return parsed.data.errors
    .map(({ code, message }) => [code, message].filter(Boolean).join(': '))
    .join(', ')
    .replaceAll(/[^\x20-\x7e]/g, ' ')
    .slice(0, 300);
}
