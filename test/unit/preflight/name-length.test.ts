import { expect, test } from 'vitest';

import { nameLength } from '../../../operator/preflight/rules/name-length.ts';
import { anInput } from '../../support/rule-input.ts';

test.each([
  { name: 'plane', refused: false, why: 'short' },
  { name: 'p'.repeat(30), refused: false, why: 'the longest that fits' },
  { name: 'p'.repeat(31), refused: true, why: 'one too many' },
  { name: '1plane', refused: true, why: 'a digit cannot begin the name of a Service' },
  { name: 'plane.prod', refused: true, why: 'a dot is not allowed in a Service name' },
])('name-length: $why', ({ name, refused }) => {
  expect([...nameLength.check(anInput({ name }))].map(({ rule }) => rule)).toEqual(
    refused ? ['NameTooLong'] : [],
  );
});
