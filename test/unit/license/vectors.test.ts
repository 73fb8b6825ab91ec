import { describe, expect, test } from 'vitest';

import { isGrave } from '../../../operator/license/flaw.ts';
import { readLicense } from '../../../operator/license/read.ts';
import { readKeys } from '../../../operator/license/key-set.ts';
import { ALGORITHM } from './cases/algorithm.ts';
import { BASELINE } from './cases/baseline.ts';
import { BINDING, GATES, LIMIT_CASES } from './cases/binding.ts';
import { ENCODING } from './cases/encoding.ts';
import { HEADER } from './cases/header.ts';
import { KEYS } from './cases/keys.ts';
import { OPERATION } from './cases/operation.ts';
import { REVOCATION, SEVERAL } from './cases/several.ts';
import { TIME } from './cases/time.ts';
import { judged, licence, PINNED } from './kit.ts';
import type { Case } from './kit.ts';

const GROUPS: Readonly<Record<string, readonly Case[]>> = {
  BASELINE,
  ALGORITHM,
  HEADER,
  ENCODING,
  TIME,
  BINDING,
  LIMIT_CASES,
  SEVERAL,
  REVOCATION,
  KEYS,
  OPERATION,
};

describe.each(Object.entries(GROUPS))('%s', (_, cases) => {
  test.each(cases)('$name is $expect', async ({ given, expect: state, also }) => {
    const assessment = await judged(given());
    expect(assessment.shown).toMatchObject({ state });
    if (also !== undefined) expect(assessment).toMatchObject(also);
  });
});

test('every case has a name of its own', () => {
  const names = Object.values(GROUPS).flatMap((cases) => cases.map(({ name }) => name));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(names.length).toBeGreaterThan(250);
});

test.each(GATES)('$change holds growth back unless it only lacks what we ask for', async (gate) => {
  const reading = await readLicense(licence({ ...gate.change }), readKeys(PINNED));
  expect(reading.ok).toBe(false);
  expect(!reading.ok && !isGrave(reading.error)).toBe(gate.mayGrow);
});
