import { expect, test } from 'vitest';

import { imageKeys } from '../../../operator/preflight/rules/image-keys.ts';
import { anInput } from '../../support/rule-input.ts';

test('image-keys lists every override of an image that the release does not have', () => {
  const overrides = [{ key: 'web', tag: 'v1' }, { key: 'wbe' }, { key: 'db' }];
  const found = [
    ...imageKeys.check(anInput({ spec: { images: { registry: 'r.example.com', overrides } } })),
  ];
  expect(found.map(({ path, rule, fix }) => ({ path, rule, fix }))).toEqual([
    { path: 'spec.images.overrides[1].key', rule: 'UnknownImageKey', fix: 'use one of web' },
    { path: 'spec.images.overrides[2].key', rule: 'UnknownImageKey', fix: 'use one of web' },
  ]);
});
