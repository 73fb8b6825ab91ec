import { beforeEach, expect, test } from 'vitest';

import { KINDS } from '../../operator/api/kinds.ts';
import { plane } from '../../operator/products/plane/index.ts';
import { Flow } from '../support/flow.ts';

const STORES = { cache: { embedded: {} }, broker: { embedded: {} }, objectStore: { embedded: {} } };
const SEARCH = { search: { embedded: {} } };
const AI = { ...SEARCH, ai: { model: { url: 'https://llm.corp.example.com/v1', name: 'llama3' } } };

let flow: Flow;

beforeEach(async () => {
  flow = new Flow([plane]);
  await flow.site();
});

const ask = (more: object = {}): Promise<void> =>
  flow.ask({ version: 'v3.1.2', plane: { setup: 'Open', ...STORES, ...more } });

/** Jobs of a part, by what their pods say of it. */
async function jobsOf(part: string): Promise<readonly string[]> {
  const labelSelector = `app.kubernetes.io/component=${part}`;
  const found = await flow.cluster.list(KINDS.Job, { namespace: 'plane', labelSelector });
  return found.map(({ metadata }) => metadata.name);
}

test('search and Plane AI are switched on while Plane runs', async () => {
  await ask();
  const web = await flow.get('Deployment', 'plane-web');
  await ask(AI);
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect(await flow.get('StatefulSet', 'plane-opensearch')).toBeDefined();
  expect(await flow.get('Deployment', 'plane-pi-api')).toBeDefined();
  for (const part of ['pi-database', 'pi-migration', 'search-index'])
    expect(await jobsOf(part), part).toHaveLength(1);
  expect((await flow.get('Deployment', 'plane-web'))?.['spec']).toEqual(web?.['spec']);
});

test('a failing migration of Plane AI keeps Plane AI back and Plane serving', async () => {
  await ask();
  flow.cluster.failJobs('app.kubernetes.io/component=pi-migration');
  await ask(AI);
  expect(await flow.condition('Ready')).toBe('False/PartFailed');
  expect(await flow.get('Deployment', 'plane-pi-api')).toBeUndefined();
  expect(await flow.condition('DatabaseMigrated')).toBe('True/MigrationSucceeded');
  const ingress = JSON.stringify(await flow.get('Ingress', 'plane-ingress'));
  expect(ingress).toContain('/pi/');
});

test('Plane AI without search is refused, and what runs goes on', async () => {
  await ask();
  await ask({ ai: AI.ai });
  expect(await flow.condition('Ready')).toBe('False/Refused');
  expect((await flow.status()).findings?.map(({ path }) => path)).toEqual(['spec.plane.ai']);
  expect(await flow.condition('Available')).toBe('True/Serving');
});

test('what is switched off goes, its data stays, and is taken up again', async () => {
  await ask(AI);
  const login = await flow.get('Secret', 'plane-opensearch-login');
  await ask();
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect(await flow.get('StatefulSet', 'plane-opensearch')).toBeUndefined();
  expect(await flow.get('Deployment', 'plane-pi-api')).toBeUndefined();
  expect(await flow.get('PersistentVolumeClaim', 'data-plane-opensearch-0')).toBeDefined();
  await ask(SEARCH);
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect((await flow.get('Secret', 'plane-opensearch-login'))?.['data']).toEqual(login?.['data']);
});
