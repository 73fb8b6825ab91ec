import { expect, test } from 'vitest';

import { aCase, partsOf } from '../../../golden/cases.ts';
import { workloadOf } from './rendered.ts';

const HA = { profile: 'HighAvailability' };

const findings = (title: string, changes: Readonly<Record<string, unknown>>): readonly string[] => {
  const { product, model } = aCase(title, changes);
  return [...product.check({ model, inputs: undefined })].map(
    ({ severity, rule, path }) => `${severity} ${rule} ${path}`,
  );
};

/** Parts of Plane that are one pod in every profile, because the product wants it so. */
const SINGLE = ['beat-worker', 'monitor'];

test('every part that may have several pods has two and a budget, unless the spec says otherwise', () => {
  const pods = Object.fromEntries(
    partsOf(aCase('high-availability')).flatMap((part) => {
      const workload = workloadOf(part);
      if (workload === undefined || workload.kind === 'Job') return [];
      const { replicas } = workload['spec'] as { readonly replicas?: number };
      const budget = part.objects.some(({ kind }) => kind === 'PodDisruptionBudget');
      return [[part.name, [replicas, budget]] as const];
    }),
  );
  const { api, live, worker, ...others } = pods;
  // Of an autoscaled part the number with which it is made.
  expect({ api, live, worker }).toEqual({ api: [3, true], live: [2, true], worker: [4, true] });
  expect(others).toEqual(
    Object.fromEntries(
      Object.keys(others).map((part) => [part, SINGLE.includes(part) ? [1, false] : [2, true]]),
    ),
  );
  expect(Object.keys(others)).toEqual(expect.arrayContaining([...SINGLE, 'web', 'space', 'silo']));
});

test('a part without a number of its own gets one back in the profile Standard, and no budget', () => {
  const web = partsOf(aCase('high-availability', { profile: 'Standard' })).find(
    ({ name }) => name === 'web',
  )!;
  expect(workloadOf(web)?.['spec']).toMatchObject({ replicas: 1 });
  expect(web.objects.map(({ kind }) => kind)).not.toContain('PodDisruptionBudget');
});

test('the door to God Mode stays one pod', () => {
  const parts = partsOf(aCase('high-availability', { 'plane.setup': undefined }));
  const setup = parts.find(({ name }) => name === 'setup')!;
  expect(workloadOf(setup)?.['spec']).toMatchObject({ replicas: 1 });
});

test('every embedded store is refused by its path, all at once', () => {
  expect(findings('everything-embedded', HA)).toEqual([
    'refuse NotHighlyAvailable spec.database.embedded',
    'refuse NotHighlyAvailable spec.plane.cache.embedded',
    'refuse NotHighlyAvailable spec.plane.broker.embedded',
    'refuse NotHighlyAvailable spec.plane.objectStore.embedded',
    'refuse NotHighlyAvailable spec.plane.search.embedded',
  ]);
  expect(findings('everything-embedded', { profile: 'Standard' })).toEqual([]);
});

const scaled = (minReplicas: number): object => ({
  autoscaling: { minReplicas, maxReplicas: 4, targetCPUUtilizationPercentage: 70 },
});

test.each([
  { part: 'web', settings: { replicas: 1 }, found: ['refuse NotHighlyAvailable', 'replicas'] },
  {
    part: 'api',
    settings: scaled(1),
    found: ['refuse NotHighlyAvailable', 'autoscaling.minReplicas'],
  },
  {
    part: 'live',
    settings: { scaledBy: 'External' },
    found: ['note NotHighlyAvailable', 'scaledBy'],
  },
  { part: 'worker', settings: { replicas: 2 }, found: undefined },
  { part: 'api', settings: scaled(2), found: undefined },
  { part: 'web', settings: { resources: {} }, found: undefined },
  // Nobody's work ends while it starts again.
  { part: 'space', settings: { replicas: 1 }, found: undefined },
])('in this profile $part with $settings', ({ part, settings, found }) => {
  const at = `spec.plane.components.${part}`;
  const expected = found === undefined ? [] : [`${found[0]} ${at}.${found[1]}`];
  expect(findings('high-availability', { [`plane.components.${part}`]: settings })).toEqual(
    expected,
  );
  expect(
    findings('high-availability', {
      profile: 'Standard',
      [`plane.components.${part}`]: settings,
    }),
  ).toEqual([]);
});
