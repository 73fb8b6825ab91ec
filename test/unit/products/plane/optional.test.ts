import { expect, test } from 'vitest';

import type { Part } from '../../../../operator/products/product.ts';
import { aCase, partsOf } from '../../../golden/cases.ts';
import { objectsOf, purposeOf, valuesOf } from './rendered.ts';
import { CHANGES } from '../../../support/optional-changes.ts';
import type { Optional } from '../../../support/optional-changes.ts';
import { ALL_ON, OPTIONAL_FACTS, partNamed } from './vendor-optional.ts';

const INTAKE = { 'plane.mail.intake': ALL_ON['plane.mail.intake'] };

const contents = (parts: readonly Part[]): ReadonlyMap<string, string> =>
  new Map(parts.map((part) => [part.name, JSON.stringify(part.objects)]));

const members = Object.keys(OPTIONAL_FACTS) as Optional[];

test.each(members)('%s comes and goes, and changes nothing but what depends on it', (member) => {
  const [off, on] = [false, true].map((enabled) =>
    contents(
      partsOf(aCase('default', { ...INTAKE, [`plane.components.${member}.enabled`]: enabled })),
    ),
  );
  expect(off!.has(partNamed(member))).toBe(false);
  const changed = [...on!].filter(([name, objects]) => off!.get(name) !== objects);
  expect(changed.map(([name]) => name).sort()).toEqual(
    [partNamed(member), ...(CHANGES[member]?.parts ?? [])].sort(),
  );
  expect([...off!.keys()].filter((name) => !on!.has(name))).toEqual([]);
});

test.each(members)('%s left out is what the release does', (member) => {
  const said = partsOf(
    aCase('default', {
      [`plane.components.${member}.enabled`]: partsOf(aCase('default')).some(
        ({ name }) => name === partNamed(member),
      ),
    }),
  );
  expect(said).toEqual(partsOf(aCase('default')));
});

test('a part that is off may have settings, for when it is on again', () => {
  const { product, model } = aCase('default', {
    'plane.components.silo': { enabled: false, replicas: 3 },
  });
  expect([...product.check({ model, inputs: undefined })]).toEqual([]);
});

test('the API and the runner know the same key', () => {
  const keys = objectsOf(partsOf(aCase('everything-on')))
    .filter((object) => 'RUNNER_HMAC_SECRET_KEY' in valuesOf(object))
    .map((object) => [
      purposeOf(object.metadata.name, 'plane'),
      valuesOf(object)['RUNNER_HMAC_SECRET_KEY'],
    ]);
  expect(keys.map(([set]) => set)).toEqual(['app-secrets', 'runner-secrets']);
  expect(keys[0]?.[1]).toBe(keys[1]?.[1]);
});
