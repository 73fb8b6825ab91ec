import { OperatorError } from '../../lib/errors.ts';
import { LIMITS } from '../../license/claims.ts';
import type { License } from '../../license/claims.ts';
import { dateOf } from '../../license/judge.ts';
import type { KeySet } from '../../license/key-set.ts';
import { readLicense, readUnverified } from '../../license/read.ts';
import { readText } from '../keys/files.ts';
import type { Console } from '../print.ts';
import { keysOf } from './values.ts';

/** Two licences in files, and how to read them. */
export interface DiffOptions {
  readonly before: string;
  readonly after: string;
  /** Without keys signatures are not checked, and that is said. */
  readonly keys?: readonly string[];
  readonly output: 'text' | 'json';
}

/** One thing that differs. */
interface Difference {
  readonly field: string;
  readonly before: string;
  readonly after: string;
  /** Less is permitted afterwards. */
  readonly takesAway: boolean;
}

/** `license diff`: what changes from one licence to another; 1 when something is taken away, else 0. */
export async function diff(options: DiffOptions, console: Console): Promise<number> {
  const keys = options.keys === undefined ? undefined : await keysOf(options.keys);
  const before = await read(options.before, keys);
  const after = await read(options.after, keys);
  const found = differences(before, after);
  const lines = found.map(
    (one) => `${one.takesAway ? '-' : '+'} ${one.field}: ${one.before} -> ${one.after}`,
  );
  const text = lines.length === 0 ? 'nothing differs' : lines.join('\n');
  console.out(options.output === 'json' ? `${JSON.stringify(found, undefined, 2)}\n` : `${text}\n`);
  if (keys === undefined) console.error('Signatures were not checked: no --keys were given\n');
  return found.some(({ takesAway }) => takesAway) ? 1 : 0;
}

async function read(file: string, keys: KeySet | undefined): Promise<License> {
  const text = await readText(file);
  const reading = keys === undefined ? readUnverified(text) : await readLicense(text, keys);
  if (reading.ok) return reading.value;
  throw new OperatorError(
    'ERR_INPUT',
    `Cannot read "${file}" as a licence: it ${reading.error.message}`,
  );
}

function differences(before: License, after: License): readonly Difference[] {
  const limits = LIMITS.map((name) => ({
    field: `limits.${name}`,
    before: amount(before.limits[name]),
    after: amount(after.limits[name]),
    takesAway: size(after.limits[name]) < size(before.limits[name]),
  }));
  const addons = [...new Set([...before.addons, ...after.addons])].sort().map((name) => ({
    field: `addon ${name}`,
    before: before.addons.includes(name) ? 'yes' : 'no',
    after: after.addons.includes(name) ? 'yes' : 'no',
    takesAway: !after.addons.includes(name),
  }));
  const texts = [
    text('plan', before.plan, after.plan),
    text('tenant', before.tenant ?? 'any', after.tenant ?? 'any', after.tenant !== undefined),
    text(
      'clusters',
      before.clusters?.join(', ') ?? 'any',
      after.clusters?.join(', ') ?? 'any',
      after.clusters !== undefined,
    ),
    text('issued', dateOf(before.issued), dateOf(after.issued)),
    text('expires', dateOf(before.expires), dateOf(after.expires), after.expires < before.expires),
    text('key', before.keyId, after.keyId),
  ];
  return [...limits, ...addons, ...texts].filter((one) => one.before !== one.after);
}

const amount = (limit: number): string => (limit === -1 ? 'unlimited' : String(limit));
const size = (limit: number): number => (limit === -1 ? Infinity : limit);

/** Takes what differs and whether it is for the worse. */
function text(
  field: string,
  ...[before, after, takesAway = false]: readonly [string, string, boolean?]
): Difference {
  return { field, before, after, takesAway };
}
