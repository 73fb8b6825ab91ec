import { expect, test } from 'vitest';

import { readNote, remember, sealOf, writeNote } from '../../../operator/model/key-memo.ts';

const NOTHING = { salt: 'salt', fingerprints: {} };
const memo = remember(NOTHING, ['A', 'B'], { B: 'two', A: 'one', C: 'three' });

test('remember takes the named keys that have a value, and keeps what is remembered already', () => {
  expect(Object.keys(memo.fingerprints)).toEqual(['A', 'B']);
  expect(remember(memo, ['B'], { B: 'two' })).toEqual(memo);
  expect(Object.keys(remember(memo, ['C'], { C: 'three' }).fingerprints)).toEqual(['A', 'B', 'C']);
});

test('a memo holds no value', () => {
  expect(JSON.stringify(memo)).not.toMatch(/one|two|three/);
});

test('sealOf differs when a key is added or changed', () => {
  const seals = [
    sealOf(memo),
    sealOf(remember(memo, ['C'], { C: 'three' })),
    sealOf(remember(memo, ['A'], { A: 'other' })),
  ];
  expect(new Set(seals).size).toBe(3);
  expect(sealOf(remember(NOTHING, ['B', 'A'], { A: 'one', B: 'two' }))).toBe(sealOf(memo));
});

test('readNote reads what writeNote wrote', () => {
  expect(readNote(writeNote('plane', memo))).toEqual({ installation: 'plane', ...memo });
});

test.each([
  undefined,
  '',
  'not JSON',
  '{}',
  'null',
  '{"installation":"plane","salt":"","fingerprints":{}}',
  '{"installation":"plane","salt":"s","fingerprints":{"A":"no digits"}}',
])('readNote takes %j for no note', (text) => {
  expect(readNote(text)).toBeUndefined();
});
