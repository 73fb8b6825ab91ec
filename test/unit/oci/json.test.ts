import { expect, test } from 'vitest';

import { parseJson } from '../../../operator/oci/json.ts';

const LIMITS = { bytes: 200, depth: 4 };
const parse = (text: string | Uint8Array): unknown =>
  parseJson(typeof text === 'string' ? Buffer.from(text) : text, LIMITS);

test.each([
  { why: 'no JSON', text: '{"a":}', error: 'is no JSON' },
  { why: 'something behind it', text: '{} {}', error: 'is no JSON' },
  { why: 'nothing', text: '', error: 'is no JSON' },
  { why: 'a comment', text: '{/* */}', error: 'is no JSON' },
  { why: 'a member twice', text: '{"a":1,"b":{"a":2},"a":3}', error: 'has the member "a" twice' },
  {
    why: 'a member twice, once escaped',
    text: '{"a":1,"\\u0061":2}',
    error: 'has the member "\\u0061" twice',
  },
  {
    why: 'a prototype twice',
    text: '{"__proto__":1,"__proto__":2}',
    error: 'has the member "__proto__" twice',
  },
  {
    why: 'a member twice in a list',
    text: '[{"a":[]},{"a":1,"a":1}]',
    error: 'has the member "a" twice',
  },
  { why: 'five levels', text: '[[[[[]]]]]', error: 'is nested deeper than 4' },
  { why: 'many levels', text: '['.repeat(200), error: 'is nested deeper than 4' },
  { why: 'too much', text: `"${'a'.repeat(200)}"`, error: 'has 202 bytes, more than 200' },
  { why: 'a byte order mark', text: '\ufeff{}', error: 'is no JSON' },
])('parseJson refuses $why', ({ text, error }) => {
  expect(parse(text)).toEqual({ ok: false, error });
});

test('parseJson refuses what is no UTF-8', () => {
  expect(parse(Uint8Array.of(34, 0xc3, 0x28, 34))).toEqual({ ok: false, error: 'is no UTF-8' });
});

test.each([
  { why: 'equal names in two objects', text: '[{"a":1},{"a":2}]' },
  { why: 'values that look like names', text: '{"a":"b","c":"b","d":["a","a"]}' },
  { why: 'quotes, braces and colons inside texts', text: '{"a\\"":"{[:,\\\\","b":"}"}' },
  { why: 'four levels', text: '[[[[1.5e3, true, null]]]]' },
])('parseJson takes $why', ({ text }) => {
  expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
});
