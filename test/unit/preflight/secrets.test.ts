import { expect, test } from 'vitest';

import { secrets } from '../../../operator/preflight/rules/secrets.ts';
import type { Reference } from '../../../operator/products/product.ts';
import { anInput } from '../../support/rule-input.ts';

const reference: Reference = {
  kind: 'Secret',
  path: 'spec.license.secretRef',
  name: 'license',
  keys: ['license'],
  maxBytes: 10,
};

test.each([
  { fact: undefined, rule: 'SecretMissing', why: 'no Secret' },
  { fact: {}, rule: 'SecretKeyMissing', why: 'no key' },
  { fact: { license: { text: '', bytes: 0 } }, rule: 'SecretKeyEmpty', why: 'an empty key' },
  {
    fact: { license: { binary: true as const, bytes: 3 } },
    rule: 'SecretKeyBinary',
    why: 'a binary key',
  },
  {
    fact: { license: { text: '12345678901', bytes: 11 } },
    rule: 'SecretKeyTooLarge',
    why: 'a key of one byte too many',
  },
])('secrets waits for $why', ({ fact, rule }) => {
  const found = [
    ...secrets.check(anInput({ facts: { references: [reference], secrets: { license: fact } } })),
  ];
  expect(found.map(({ severity, path, rule: id }) => ({ severity, path, id }))).toEqual([
    { severity: 'wait', path: 'spec.license.secretRef', id: rule },
  ]);
});

test('secrets passes a key that can be used, and never says a value', () => {
  const good = { license: { text: 'opaque', bytes: 6 }, other: { text: 'hush-hush', bytes: 9 } };
  expect([
    ...secrets.check(anInput({ facts: { references: [reference], secrets: { license: good } } })),
  ]).toEqual([]);
  const found = [
    ...secrets.check(
      anInput({
        facts: { references: [{ ...reference, keys: ['absent'] }], secrets: { license: good } },
      }),
    ),
  ];
  expect(found[0]?.message).toBe('Secret "license" has no key "absent"; it has license, other');
  expect(JSON.stringify(found)).not.toContain('hush-hush');
});
