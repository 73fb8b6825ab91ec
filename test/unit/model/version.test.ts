import { expect, test } from 'vitest';

import { compareVersions } from '../../../operator/model/version.ts';

test.each([
  { a: 'v3.1.2', b: 'v3.1.2', order: 0, why: 'equal' },
  { a: 'v3.1.9', b: 'v3.1.10', order: -1, why: 'numbers, not text' },
  { a: 'v4.0.0', b: 'v3.9.9', order: 1, why: 'the first number counts most' },
])('compareVersions $why', ({ a, b, order }) => {
  expect(Math.sign(compareVersions(a, b))).toBe(order);
});
