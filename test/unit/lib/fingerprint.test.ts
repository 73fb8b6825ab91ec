import { expect, test } from 'vitest';

import { fingerprint } from '../../../operator/lib/fingerprint.ts';

test('fingerprint is equal for equal values under equal names and salts, and for nothing else', () => {
  const one = fingerprint('salt', 'KEY', 'value');
  expect(one).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprint('salt', 'KEY', 'value')).toBe(one);
  const others = [
    fingerprint('other', 'KEY', 'value'),
    fingerprint('salt', 'OTHER', 'value'),
    fingerprint('salt', 'KEY', 'other'),
    fingerprint('salt', 'KEYv', 'alue'),
  ];
  expect(new Set([one, ...others]).size).toBe(5);
});
