import { expect, test } from 'vitest';

import type { Part } from '../../../../operator/products/product.ts';
import { aCase, partsOf } from '../../../golden/cases.ts';
import { objectsOf, purposeOf, valuesOf } from './rendered.ts';
import { ALL_ON, OPTIONAL_FACTS, partNamed } from './vendor-optional.ts';

type Optional = keyof typeof OPTIONAL_FACTS;

/** Parts whose pods read the variables and keys of the backend. */
const BACKEND = [
  'migration',
  'api',
  'worker',
  'beat-worker',
  'outbox-poller',
  'automation-consumer',
  'webhook-consumer',
];

/** Parts that change with an optional one, and why; no other part may. */
const CHANGES: Readonly<
  Partial<Record<Optional, { readonly why: string; readonly parts: readonly string[] }>>
> = {
  silo: {
    why: 'its keys are read by those who call it, and the domain leads to it',
    parts: ['config', 'migration', 'api', 'worker', 'beat-worker', 'webhook-consumer', 'ingress'],
  },
  workerImporters: { why: 'silo is told the queue', parts: ['silo'] },
  email: { why: 'they are told the domain', parts: ['config', ...BACKEND] },
  runner: { why: 'they are told its address and its key', parts: ['config', ...BACKEND] },
};

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
