import { expect, test } from 'vitest';

import { compareQuantities } from '../../../operator/api/quantity.ts';

test.each([
  { a: '1', b: '1000m', order: 0, why: 'a core is a thousand thousandths' },
  { a: '1.1', b: '1100m', order: 0, why: 'decimals are exact' },
  { a: '0.5', b: '501m', order: -1, why: 'half is less' },
  { a: '1Gi', b: '1G', order: 1, why: 'binary is more than decimal' },
  { a: '1024Mi', b: '1Gi', order: 0, why: 'binary suffixes nest' },
  { a: '2Ti', b: '1Pi', order: -1, why: 'a petabyte is more' },
  { a: '10', b: '9k', order: -1, why: 'numbers are compared, not texts' },
  { a: '1e3', b: '1k', order: undefined, why: 'what the schema refuses is no quantity' },
  { a: undefined, b: '1k', order: undefined, why: 'an absent one has no order' },
])('compareQuantities: $why ($a, $b)', ({ a, b, order }) => {
  expect(compareQuantities(a, b)).toBe(order);
});
