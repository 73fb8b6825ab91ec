import { expect, test } from 'vitest';

import { RULES } from '../../../operator/judge/registry.ts';
import type { RuleTable } from '../../../operator/judge/rule.ts';
import { CASES, fails, judgeOfCases } from '../../support/vectors.ts';
import type { VectorCase } from '../../support/vectors.ts';

const TABLES = Object.keys(RULES) as readonly (keyof RuleTable)[];
const ALL = TABLES.flatMap((table) => RULES[table].map(({ id }) => ({ table, id })));

/** All rules but one. */
const without = (table: keyof RuleTable, id: string): RuleTable => ({
  ...RULES,
  [table]: RULES[table].filter((rule) => rule.id !== id),
});

const failing = (rules: RuleTable): readonly VectorCase[] => {
  const judge = judgeOfCases(rules);
  return CASES.filter((one) => fails(one, judge(one)));
};

test('no two rules share an id', () => {
  expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
});

test('with all rules no case fails', () => {
  expect(failing(RULES)).toEqual([]);
});

test.each(ALL)('without $id a case fails', ({ table, id }) => {
  expect(failing(without(table, id)).length).toBeGreaterThan(0);
});
