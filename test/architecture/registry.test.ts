import { readdirSync } from 'node:fs';

import { expect, test } from 'vitest';

import { CONDITIONS, REASONS } from '../../operator/api/reasons.ts';
import { RULES } from '../../operator/preflight/index.ts';

const names = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();

test('every rule file is registered and tested, and nothing else is', () => {
  const files = names('operator/preflight/rules', '.ts');
  expect(RULES.map(({ id }) => id).sort()).toEqual(files);
  expect(names('test/unit/preflight', '.test.ts')).toEqual(expect.arrayContaining(files));
});

test('every reason of a rule is in the closed list, and no two rules share one', () => {
  const reasons = RULES.flatMap((rule) => rule.reasons);
  expect(reasons.filter((reason) => !Object.hasOwn(REASONS, reason))).toEqual([]);
  expect(new Set(reasons).size).toBe(reasons.length);
});

test('every condition has a file of its name, and no file is left over', () => {
  const kebab = (type: string): string =>
    type.replaceAll(/(?<=[a-z])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])/g, '-$&').toLowerCase();
  expect(names('operator/status/conditions', '.ts')).toEqual(
    Object.keys(CONDITIONS).map(kebab).sort(),
  );
});
