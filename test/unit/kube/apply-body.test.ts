import { expect, test } from 'vitest';

import { applyBody } from '../../../operator/kube/apply-body.ts';

test('applyBody is JSON of the same data without what YAML would fold', () => {
  const data = { text: 'a\u2028b\u2029c\u0085d\u007fe\ufefff żółć 🚀 \n' };
  const body = applyBody(data);
  expect(JSON.parse(body)).toEqual(data);
  expect(body).toContain('\\u2028');
  expect(body).not.toMatch(/[\u2028\u2029\u0085\u007f\ufeff]/);
  expect(body).toContain('żółć 🚀');
});
