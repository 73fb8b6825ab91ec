import { expect, test } from 'vitest';

import { CASES, fails, verdictOf } from '../../support/vectors.ts';

test.each(CASES)('$id $kind: $why', (one) => {
  const verdict = verdictOf(one);
  expect(fails(one, verdict) && verdict).toBe(false);
});
