import { expect, test } from 'vitest';

import { seeds, seedsKept } from '../../../operator/preflight/rules/seeds.ts';
import { plane } from '../../../operator/products/plane/index.ts';
import { aSpec, anInput } from '../../support/rule-input.ts';

type Own = Readonly<Record<string, unknown>>;

const own = (change: Own): Own => ({ ...(aSpec()['plane'] as Own), ...change });
const MAIL = { host: 'mail.corp.example.com', from: 'plane@corp.example.com' };

/** Findings for a spec whose first acceptance was with other seeds; undefined for a record that knows of none. */
function found(first: Own | undefined, now: Own): readonly string[] {
  const input = anInput({
    spec: { plane: own(now) },
    facts: {
      accepted: {
        generation: 1,
        spec: aSpec(),
        inputs: '',
        inventory: [],
        ...(first === undefined ? {} : { seeds: seedsKept(plane.seeds(own(first))) }),
      },
    },
  });
  return [...seeds.check({ ...input, product: plane })].map(
    ({ severity, rule, path, message }) =>
      `${severity} ${rule} ${path} ${/was (.*) when .* is (.*) now/.exec(message)?.slice(1).join(' -> ') ?? ''}`,
  );
}

test.each<{ why: string; first: Own | undefined; now: Own; is: readonly string[] }>([
  {
    why: 'nothing changed',
    first: { mail: { smtp: MAIL } },
    now: { mail: { smtp: MAIL } },
    is: [],
  },
  {
    why: 'a record that knows of no seeds',
    first: undefined,
    now: { mail: { smtp: MAIL } },
    is: [],
  },
  {
    why: 'mail that came later',
    first: {},
    now: { mail: { smtp: MAIL } },
    is: [
      'note SeedChanged spec.plane.mail.smtp.host left out -> mail.corp.example.com',
      'note SeedChanged spec.plane.mail.smtp.from left out -> plane@corp.example.com',
    ],
  },
  {
    why: 'sign-up opened later',
    first: { firstBoot: { signUp: 'Closed' } },
    now: { firstBoot: { signUp: 'Open' } },
    is: ['note SeedChanged spec.plane.firstBoot.signUp Closed -> Open'],
  },
  {
    why: 'another Secret',
    first: { mail: { smtp: { ...MAIL, secretRef: { name: 'a' } } } },
    now: { mail: { smtp: { ...MAIL, secretRef: { name: 'b' } } } },
    is: ['note SeedChanged spec.plane.mail.smtp.secretRef.name a -> b'],
  },
])('seeds finds what has no effect any more: $why', ({ first, now, is }) => {
  expect(found(first, now)).toEqual(is);
});

test('seeds finds nothing before anything was accepted', () => {
  const input = anInput({ spec: { plane: own({ mail: { smtp: MAIL } }) } });
  expect([...seeds.check({ ...input, product: plane })]).toEqual([]);
});
