import { expect, test } from 'vitest';

import { RateLimit } from '../../../operator/kube/rate-limit.ts';
import { FakeClock } from './fake-clock.ts';

test('RateLimit doubles the wait of a key up to 1,000 s', () => {
  const limit = new RateLimit(new FakeClock());
  const waits = Array.from({ length: 30 }, () => limit.when('a'));
  expect(waits.slice(0, 4)).toEqual([5, 10, 20, 40]);
  expect(waits.at(-1)).toBe(1_000_000);
});
