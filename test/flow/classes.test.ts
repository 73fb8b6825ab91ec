import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { API_VERSION } from '../../operator/api/group.ts';
import { KINDS, ref } from '../../operator/api/kinds.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { check } from '../../operator/cli/check.ts';
import { toYaml } from '../../operator/lib/yaml.ts';
import { PRODUCTS } from '../../operator/products/index.ts';
import { Flow } from '../support/flow.ts';
import { aSpec } from '../support/rule-input.ts';

const STORES = { cache: { embedded: {} }, broker: { embedded: {} }, objectStore: { embedded: {} } };
const spec = (components: object): object =>
  aSpec({ version: 'v3.1.4', plane: { ...STORES, components } });
const priority = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: 'stores' },
  value: 1000,
};

let flow: Flow;
let folder: string;

beforeEach(async () => {
  flow = new Flow(PRODUCTS);
  await flow.site();
  folder = await mkdtemp(join(tmpdir(), 'plane-classes-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** What `check` says of a spec on this cluster, by rule, and its exit status. */
async function checked(components: object): Promise<readonly [number, readonly string[]]> {
  const file = join(folder, 'plane.yaml');
  const metadata = { name: 'plane', namespace: 'plane' };
  await writeFile(
    file,
    toYaml({
      apiVersion: API_VERSION,
      kind: 'PlaneInstallation',
      metadata,
      spec: spec(components),
    }),
  );
  let text = '';
  const status = await check({ file, output: 'json', cluster: flow.cluster }, PRODUCTS, {
    out: (line) => {
      text += line;
    },
    error: () => undefined,
  });
  const [{ findings }] = JSON.parse(text) as [
    { findings: { severity: string; rule: string; path: string }[] },
  ];
  return [status, findings.map(({ severity, rule, path }) => `${severity} ${rule} ${path}`)];
}

test('a PriorityClass is waited for, by its path, and its coming is noticed without a clock', async () => {
  const components = { postgres: { priorityClassName: 'stores' } };
  await flow.ask({ ...spec(components) });
  expect(await flow.condition('Ready')).toBe('False/Waiting');
  expect((await flow.status()).findings).toMatchObject([
    {
      rule: 'PriorityClassMissing',
      path: 'spec.plane.components.postgres.priorityClassName',
    },
  ]);
  expect(await flow.get('StatefulSet', 'plane-postgres')).toBeUndefined();
  await flow.cluster.create(priority);
  await flow.settle();
  expect(await flow.get('StatefulSet', 'plane-postgres')).toMatchObject({
    spec: { template: { spec: { priorityClassName: 'stores' } } },
  });
  expect(await flow.condition('Ready')).toBe('True/Ready');
  await flow.cluster.remove(ref(KINDS.PriorityClass, 'stores'));
  await flow.settle();
  expect(await flow.condition('Ready')).toBe('False/Waiting');
  expect(await flow.condition('Available')).toBe('True/Serving');
});

test('a PriorityClass of a part that does not run is not waited for', async () => {
  const [status, findings] = await checked({ runner: { priorityClassName: 'nobody-has-it' } });
  expect([status, findings]).toEqual([0, []]);
});

const AUTOSCALED = {
  api: { autoscaling: { minReplicas: 2, maxReplicas: 4, targetCPUUtilizationPercentage: 70 } },
};
const metrics = (status: 'True' | 'False'): KubeObject => ({
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.metrics.k8s.io' },
  spec: {},
  status: { conditions: [{ type: 'Available', status }] },
});
const NOTE = ['note MetricsMissing spec.plane.components.api.autoscaling'];

test.each([
  { why: 'none is there', there: undefined, notes: NOTE },
  { why: 'it does not answer', there: metrics('False'), notes: NOTE },
  { why: 'it answers', there: metrics('True'), notes: [] },
])('check notes where autoscalers have no metrics: $why', async ({ there, notes }) => {
  if (there !== undefined) {
    await flow.cluster.apply(there, { manager: 'site' });
    await flow.cluster.apply(there, { manager: 'site', subresource: 'status' });
  }
  expect(await checked(AUTOSCALED)).toEqual([0, notes]);
});
