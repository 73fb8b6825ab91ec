import { expect, test } from 'vitest';

import { versionStep } from '../../../operator/preflight/rules/version-step.ts';
import { accepted, anInput } from '../../support/rule-input.ts';

test.each([
  { from: 'v1.0.0', to: 'v1.1.0', rules: [], why: 'one step forward' },
  { from: 'v1.1.0', to: 'v1.1.0', rules: [], why: 'no step' },
  { from: 'v1.1.0', to: 'v1.0.0', rules: ['Downgrade'], why: 'a step back' },
  {
    from: 'v1.0.0',
    to: 'v2.0.0',
    rules: ['UpgradeSkipsRelease'],
    why: 'a required stop is left out',
  },
  {
    from: 'v1.0.0',
    to: 'v9.0.0',
    rules: [],
    why: 'an unknown release is the subject of another rule',
  },
])('version-step: $why ($from to $to)', ({ from, to, rules }) => {
  const input = anInput({ spec: { version: to }, facts: accepted({ version: from }) });
  expect([...versionStep.check(input)].map(({ rule }) => rule)).toEqual(rules);
});

test('version-step says nothing to a first installation', () => {
  expect([...versionStep.check(anInput({ spec: { version: 'v1.0.0' } }))]).toEqual([]);
});
