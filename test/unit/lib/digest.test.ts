import { expect, test } from 'vitest';

import { digest, shortDigest, stableJson } from '../../../operator/lib/digest.ts';

test('stableJson does not depend on key order and leaves undefined out', () => {
  expect(stableJson({ b: [{ d: 1, c: 2 }], a: undefined })).toBe('{"b":[{"c":2,"d":1}]}');
});

test('digest differs when a list has another order, because order means something there', () => {
  expect(digest([1, 2])).not.toBe(digest([2, 1]));
  expect(shortDigest({})).toHaveLength(10);
});
