import { expect, test } from 'vitest';

import { Lines } from '../../../operator/kube/lines.ts';

const TEXT = '{"a":"żółć 🚀"}\n\n{"b":1}\nrest without an end';

test.each([1, 2, 3, 5, 7, 1_000])('Lines cuts bytes and not characters (chunks of %i)', (size) => {
  const bytes = Buffer.from(TEXT);
  const lines = new Lines();
  const found: string[] = [];
  for (let from = 0; from < bytes.length; from += size)
    for (const line of lines.push(bytes.subarray(from, from + size))) found.push(line.toString());
  expect(found).toEqual(['{"a":"żółć 🚀"}', '{"b":1}']);
});
