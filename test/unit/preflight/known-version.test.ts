import { expect, test } from 'vitest';

import { knownVersion } from '../../../operator/preflight/rules/known-version.ts';
import { anInput } from '../../support/rule-input.ts';

test('known-version passes a release of the product', () => {
  expect([...knownVersion.check(anInput({}))]).toEqual([]);
});

test('known-version refuses another and lists those that are known', () => {
  expect([...knownVersion.check(anInput({ spec: { version: 'v9.0.0' } }))]).toEqual([
    {
      severity: 'refuse',
      rule: 'UnknownVersion',
      path: 'spec.version',
      message: '"v9.0.0" is not a release of Plane that this operator knows',
      fix: 'use one of v1.0.0, v1.1.0, v2.0.0',
    },
  ]);
});
