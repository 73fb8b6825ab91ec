import { expect, test } from 'vitest';

import { distance } from '../../../operator/explain/distance.ts';

test.each([
  { a: '', b: '', far: 0, why: 'nothing is nothing' },
  { a: 'ready', b: 'ready', far: 0, why: 'the same' },
  { a: '', b: 'ready', far: 5, why: 'all letters put in' },
  { a: 'redy', b: 'ready', far: 1, why: 'one letter left out' },
  { a: 'reaady', b: 'ready', far: 1, why: 'one letter too many' },
  { a: 'reedy', b: 'ready', far: 1, why: 'one letter replaced' },
  { a: 'raedy', b: 'ready', far: 1, why: 'two letters swapped' },
  { a: 'pruned', b: 'refused', far: 4, why: 'another word' },
])('distance of "$a" and "$b" is $far: $why', ({ a, b, far }) => {
  expect(distance(a, b)).toBe(far);
  expect(distance(b, a)).toBe(far);
});
