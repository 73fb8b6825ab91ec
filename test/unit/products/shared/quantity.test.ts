import { expect, test } from 'vitest';

import { timesIn } from '../../../../operator/products/shared/quantity.ts';

test.each([
  { whole: '2Gi', times: 4 },
  { whole: '2000Mi', times: 3 },
  { whole: '1.5Gi', times: 3 },
  { whole: '536870912', times: 1 },
  { whole: '511Mi', times: 0 },
  { whole: '1Ti', times: 64 },
  { whole: undefined, times: 0 },
])('512Mi fits into $whole $times times, counted to 64', ({ whole, times }) => {
  expect(timesIn('512Mi', whole, 64)).toBe(times);
});
