import { expect, test } from 'vitest';

import { volumeSize } from '../../../../operator/products/shared/volume-size.ts';

test.each([
  { asked: undefined, present: undefined, size: '10Gi', why: 'a new volume' },
  { asked: '20Gi', present: undefined, size: '20Gi', why: 'a new volume of a given size' },
  { asked: undefined, present: '30Gi', size: '30Gi', why: 'a larger one that is there' },
  { asked: undefined, present: '5Gi', size: '5Gi', why: 'a smaller one that is there' },
  { asked: '20Gi', present: '5Gi', size: '20Gi', why: 'one that grows' },
  { asked: '20Gi', present: '30Gi', size: '30Gi', why: 'one that is larger than asked' },
  { asked: '10240Mi', present: '10Gi', size: '10240Mi', why: 'one that is as asked' },
])('the size of $why', ({ asked, present, size }) => {
  const volume = { claim: 'data-0', path: 'spec.x.size', asked, size: '10Gi' };
  const claims = present === undefined ? {} : { 'data-0': present };
  expect(volumeSize(volume, { claims, value: () => '' })).toBe(size);
});
