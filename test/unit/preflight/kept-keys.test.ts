import { expect, test } from 'vitest';

import { remember } from '../../../operator/model/key-memo.ts';
import type { KeptSecret } from '../../../operator/preflight/kept.ts';
import { keptKeys } from '../../../operator/preflight/rules/kept-keys.ts';
import { anInput } from '../../support/rule-input.ts';

const WANTED = {
  name: 'plane-keys',
  part: 'config',
  keys: { SECRET: { length: 8, irreplaceable: true }, SPARE: { length: 8 } },
};
const GOOD = { SECRET: 'hush-hush', SPARE: 'any' };
const MEMO = remember({ salt: 'salt', fingerprints: {} }, ['SECRET'], GOOD);
const CLAIM = 'volume claim "data-plane-postgres-0" is there';

const secret = (values: Readonly<Record<string, string>>): KeptSecret['present'] => ({
  uid: 'u',
  resourceVersion: '1',
  annotations: {},
  fact: Object.fromEntries(
    Object.entries(values).map(([key, text]) => [key, { text, bytes: text.length }]),
  ),
});

const found = (
  kept: Partial<KeptSecret>,
): readonly { readonly rule: string; readonly message: string }[] => [
  ...keptKeys.check(
    anInput({
      facts: {
        kept: [
          { wanted: WANTED, present: undefined, memo: undefined, evidence: undefined, ...kept },
        ],
      },
    }),
  ),
];
const rules = (kept: Partial<KeptSecret>): readonly string[] => found(kept).map(({ rule }) => rule);

test.each([
  { why: 'the Secret is gone and a claim is there', kept: { evidence: CLAIM } },
  { why: 'the Secret is gone and was in use', kept: { memo: MEMO } },
  {
    why: 'the key is gone and was in use',
    kept: { memo: MEMO, present: secret({ SPARE: 'any' }) },
  },
  {
    why: 'the key is empty and was in use',
    kept: { memo: MEMO, present: secret({ SECRET: '' }) },
  },
  {
    why: 'the key is gone and nothing is remembered of a store with data',
    kept: { evidence: CLAIM, present: secret({ SPARE: 'any' }) },
  },
])('kept-keys waits with KeysMissing when $why', ({ kept }) => {
  expect(rules(kept)).toEqual(['KeysMissing']);
});

test('kept-keys waits when a key that somebody brought is no text', () => {
  const present = {
    uid: 'u',
    resourceVersion: '1',
    annotations: {},
    fact: { SECRET: { binary: true as const, bytes: 4 } },
  };
  expect(rules({ present })).toEqual(['KeysMissing']);
});

test.each([
  { why: 'the store is empty', kept: {} },
  {
    why: 'a Secret that somebody brought lacks it, for an empty store',
    kept: { present: secret({}) },
  },
  {
    why: 'a newer release wants it for the first time',
    kept: { memo: { salt: 'salt', fingerprints: {} }, present: secret({ SPARE: 'any' }) },
  },
  { why: 'it is the one that is remembered', kept: { memo: MEMO, present: secret(GOOD) } },
  {
    why: 'another key changed or is gone',
    kept: { memo: MEMO, present: secret({ SECRET: GOOD.SECRET }) },
  },
  {
    why: 'it is there and nothing is remembered',
    kept: { present: secret(GOOD), evidence: CLAIM },
  },
])('kept-keys finds nothing when $why', ({ kept }) => {
  expect(rules(kept)).toEqual([]);
});

test('kept-keys waits with KeysChanged when the value is another, and says neither value', () => {
  const changed = found({ memo: MEMO, present: secret({ SECRET: 'psst-psst' }) });
  expect(changed.map(({ rule }) => rule)).toEqual(['KeysChanged']);
  expect(JSON.stringify(changed)).not.toMatch(/hush|psst/);
});

test('kept-keys names the Secret, the key, why it is believed to matter, and the way out', () => {
  expect(found({ evidence: CLAIM })).toEqual([
    {
      severity: 'wait',
      rule: 'KeysMissing',
      path: 'metadata.name',
      message: `Secret "plane-keys" is gone, and data that needs it may exist: ${CLAIM}`,
      fix: 'bring it back with "plane-operator keys import", or from a backup of the Secret; nothing new is drawn in its place',
    },
  ]);
  expect(found({ memo: MEMO, present: secret({}) })[0]?.message).toBe(
    'Secret "plane-keys" has no usable key "SECRET", and data that needs it may exist: it was in use before',
  );
});
