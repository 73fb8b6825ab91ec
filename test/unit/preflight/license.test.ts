import { describe, expect, test } from 'vitest';

import { judgeLicense } from '../../../operator/license/judge.ts';
import type { Judgement } from '../../../operator/license/judge.ts';
import { opaqueLicense } from '../../../operator/preflight/license.ts';
import type { LicenseFacts } from '../../../operator/preflight/license.ts';
import { license } from '../../../operator/preflight/rules/license.ts';
import { anInput } from '../../support/rule-input.ts';

const SOURCE = {
  name: 'plane-license',
  key: 'license',
  enforcement: 'Report',
  plan: undefined,
  declaredExpiry: undefined,
} as const;
const DAY = 86_400_000;
const END = Date.parse('2027-05-01T00:00:00Z');

const found = (facts: LicenseFacts | undefined): readonly string[] =>
  [...license.check(anInput({ facts: { license: facts } }))].map(
    ({ severity, rule, message }) => `${severity} ${rule}: ${message}`,
  );

const opaque = (text: string | undefined, declared?: { readonly at: number }): LicenseFacts =>
  opaqueLicense(
    { ...SOURCE, declaredExpiry: declared === undefined ? undefined : END },
    text === undefined ? {} : { license: { text, bytes: text.length } },
    { steps: ['upload it'], at: declared?.at ?? 0 },
  );

test.each([
  { why: 'none is named', facts: undefined, says: [] },
  { why: 'a file is there', facts: opaque('opaque'), says: [] },
  {
    why: 'a file is missing',
    facts: opaque(undefined),
    says: ['note LicenseMissing: there is no key "license" of Secret "plane-license"'],
  },
  {
    why: 'a file is empty',
    facts: opaque(''),
    says: [
      'note LicenseInvalid: key "license" of Secret "plane-license" is empty, so it is no licence file',
    ],
  },
  {
    why: 'a file is too large',
    facts: opaque('x'.repeat(262_145)),
    says: [
      'note LicenseInvalid: key "license" of Secret "plane-license" is too large, so it is no licence file',
    ],
  },
  { why: 'its declared end is far', facts: opaque('x', { at: END - 61 * DAY }), says: [] },
  {
    why: 'its declared end is near',
    facts: opaque('x', { at: END - 30 * DAY }),
    says: [
      'note LicenseExpiring: the licence ends on 2027-05-01, in less than 30 days; renew it (as spec.license.declaredExpiry says)',
    ],
  },
  {
    why: 'its declared end has come',
    facts: opaque('x', { at: END }),
    says: [
      'note LicenseInGrace: the licence ended on 2027-05-01; all goes on as before, growth until 2027-05-15 (as spec.license.declaredExpiry says)',
    ],
  },
  {
    why: 'its declared end is long ago',
    facts: opaque('x', { at: END + 14 * DAY }),
    says: [
      'note LicenseExpired: the licence ended on 2027-05-01; what runs goes on (as spec.license.declaredExpiry says)',
    ],
  },
  { why: 'it cannot be judged', facts: { kind: 'Unjudged', source: SOURCE } as const, says: [] },
])('license: $why', ({ facts, says }) => {
  expect(found(facts)).toEqual(says);
});

const signed = (shown: Judgement, change: object = {}): LicenseFacts => ({
  kind: 'Signed',
  publicKey: undefined,
  source: SOURCE,
  shown,
  inForce: shown,
  token: undefined,
  tenant: undefined,
  cluster: undefined,
  sharedWith: [],
  demands: [],
  list: undefined,
  notes: [],
  ...change,
});
const missing = judgeLicense(undefined, { time: { at: 0, behind: undefined } });

describe('a signed one', () => {
  test('is told with what there is to do', () => {
    expect(found(signed(missing))[0]).toMatch(/^note LicenseMissing: /);
  });

  test('is told beside what of keys was ignored, and who else uses it', () => {
    const facts = signed(missing, { sharedWith: ['b/other'], notes: ['"x" is no key'] });
    expect(found(facts).slice(1)).toEqual([
      'note LicenseShared: the same licence is used by b/other',
      'note LicenseKeys: "x" is no key',
    ]);
  });

  test('holds nothing back where nothing was accepted before', () => {
    const facts = signed(missing, { source: { ...SOURCE, enforcement: 'BlockGrowth' } });
    expect(found(facts)).toHaveLength(1);
  });
});
