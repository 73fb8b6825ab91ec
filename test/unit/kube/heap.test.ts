import { expect, test } from 'vitest';

import { Heap } from '../../../operator/kube/heap.ts';

test('Heap gives its items back in order', () => {
  const heap = new Heap<number>((item) => item);
  const items = Array.from({ length: 500 }, (_, index) => (index * 7_919) % 1_009);
  for (const item of items) heap.push(item);
  const out: number[] = [];
  for (let item = heap.pop(); item !== undefined; item = heap.pop()) out.push(item);
  expect(out).toEqual(items.sort((a, b) => a - b));
});
