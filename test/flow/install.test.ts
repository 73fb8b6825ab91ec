import { beforeEach, describe, expect, test } from 'vitest';

import { KINDS, ref } from '../../operator/api/kinds.ts';
import { Flow } from '../support/flow.ts';

let flow: Flow;

beforeEach(async () => {
  flow = new Flow();
  await flow.site();
});

test('an installation becomes Ready, and a visit to it unchanged sends no request', async () => {
  await flow.ask();
  expect(await flow.condition('Ready')).toBe('True/Ready');
  flow.cluster.forgetRequests();
  await flow.visit();
  expect(flow.cluster.requests).toEqual([]);
});

test('nothing is written but the finalizer and status while a spec is refused at first', async () => {
  await flow.ask({ version: 'v9.0.0' });
  expect(await flow.condition('Ready')).toBe('False/Refused');
  expect(await flow.condition('Stalled')).toBe('True/Refused');
  const kinds = new Set(flow.writes().map((line) => line.split(' ')[1]));
  kinds.delete('StorageClass');
  kinds.delete('IngressClass');
  kinds.delete('AirgapPolicy');
  expect([...kinds]).toEqual(['PlaneInstallation']);
});

test('a failing migration keeps the application back and stalls', async () => {
  flow.cluster.failJobs('');
  await flow.ask();
  expect(await flow.condition('Ready')).toBe('False/MigrationFailed');
  expect(await flow.condition('DatabaseMigrated')).toBe('False/MigrationFailed');
  expect(await flow.get('Deployment', 'plane-web')).toBeUndefined();
});

test('a refused spec leaves every object as it is, and drift is mended meanwhile', async () => {
  await flow.ask();
  const before = await flow.get('Deployment', 'plane-web');
  await flow.ask({ version: 'v9.0.0' });
  expect((await flow.get('Deployment', 'plane-web'))?.['spec']).toEqual(before?.['spec']);
  expect(await flow.condition('Available')).toBe('True/Serving');
  await flow.cluster.remove({
    apiVersion: 'v1',
    kind: 'Service',
    namespace: 'plane',
    name: 'plane-store',
  });
  flow.advance(1_000);
  await flow.settle();
  expect(await flow.get('Service', 'plane-store')).toBeDefined();
});

test('a changed field is set back, and the event names it and who changed it', async () => {
  await flow.ask();
  const web = (await flow.get('Deployment', 'plane-web'))!;
  const spec = structuredClone(web['spec']) as {
    template: { spec: { containers: { image: string }[] } };
  };
  spec.template.spec.containers[0]!.image = 'evil.example.com/web';
  await flow.cluster.replace({ ...web, spec });
  await flow.settle();
  const mended = (await flow.get('Deployment', 'plane-web'))?.['spec'] as typeof spec;
  expect(mended.template.spec.containers[0]!.image).toBe('registry.corp.example.com/web:v1.0.0');
  const notes = flow.happenings
    .filter(({ reason }) => reason === 'DriftCorrected')
    .map(({ note }) => note);
  expect(notes.join()).toContain('spec.template.spec.containers[name=web].image');
});

test('a restarted operator looks once at each object and changes nothing', async () => {
  await flow.ask();
  const before = await flow.get('Deployment', 'plane-web');
  flow.restart();
  await flow.settle();
  expect((await flow.get('Deployment', 'plane-web'))?.metadata.resourceVersion).toBe(
    before?.metadata.resourceVersion,
  );
  expect(flow.happenings.filter(({ reason }) => reason === 'DriftCorrected')).toEqual([]);
});

test('a missing Secret is waited for, and the pass goes on when it appears', async () => {
  const registry = 'registry.corp.example.com';
  await flow.ask({ images: { registry, pullSecrets: [{ name: 'mirror' }] } });
  expect(await flow.condition('Ready')).toBe('False/Waiting');
  expect((await flow.status()).findings?.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
    'SecretMissing spec.images.pullSecrets[0].name',
  ]);
  await flow.cluster.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'mirror', namespace: 'plane' },
    data: { '.dockerconfigjson': 'e30=' },
  });
  await flow.settle();
  expect(await flow.condition('Ready')).toBe('True/Ready');
});

test('an object of the name that we need is not taken over', async () => {
  await flow.cluster.create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'plane-store', namespace: 'plane' },
    spec: { ports: [{ port: 1 }] },
  });
  await flow.ask();
  expect(await flow.condition('Ready')).toBe('False/Waiting');
  expect((await flow.status()).findings?.map(({ rule }) => rule)).toEqual(['ForeignObject']);
  expect(await flow.get('StatefulSet', 'plane-store')).toBeUndefined();
});

test('an upgrade runs its own migration and prunes the old Job afterwards', async () => {
  await flow.ask();
  await flow.ask({ version: 'v1.1.0' });
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect((await flow.status()).version).toBe('v1.1.0');
  expect(
    flow.happenings.filter(({ reason }) => reason === 'Pruned').map(({ related }) => related?.kind),
  ).toEqual(['Job']);
});

describe('a migration that has not finished when the release changes', () => {
  const jobs = async (): Promise<readonly string[]> =>
    (await flow.cluster.list(KINDS.Job, { namespace: 'plane' })).map(
      ({ metadata }) => metadata.name,
    );

  /** The name of a Job that was removed and now is there again, and does not end. */
  const open = async (state: 'unready' | 'running'): Promise<string> => {
    await flow.ask();
    const [name = ''] = await jobs();
    flow.cluster.hold(ref(KINDS.Job, name, 'plane'), state);
    await flow.cluster.remove(ref(KINDS.Job, name, 'plane'));
    flow.advance(1_000);
    await flow.settle();
    expect(await flow.condition('DatabaseMigrated')).toBe('False/MigrationRunning');
    return name;
  };

  test('ends first when it runs, and the next one follows', async () => {
    const first = await open('running');
    await flow.ask({ version: 'v1.1.0' });
    expect(await jobs()).toEqual([first]);
    expect(await flow.condition('DatabaseMigrated')).toBe('False/MigrationPending');
    flow.cluster.release(ref(KINDS.Job, first, 'plane'));
    flow.advance(1_000);
    await flow.settle();
    expect(await flow.condition('Ready')).toBe('True/Ready');
    expect(await jobs()).not.toContain(first);
  });

  test('is removed before the next one comes when its pod never ran', async () => {
    const first = await open('unready');
    flow.writes();
    await flow.ask({ version: 'v1.1.0' });
    const [next = ''] = await jobs();
    expect(next).not.toBe(first);
    expect(await flow.condition('Ready')).toBe('True/Ready');
    expect(flow.writes().filter((line) => line.includes(' Job '))).toEqual([
      `delete Job ${first}`,
      `apply Job ${next}`,
    ]);
  });
});

test('deletion keeps the generated keys, and a resource of the same name adopts them', async () => {
  await flow.ask();
  const keys = (await flow.get('Secret', 'plane-keys'))?.['data'];
  await flow.cluster.remove({
    apiVersion: 'airgapped.dev/v1alpha1',
    kind: 'PlaneInstallation',
    namespace: 'plane',
    name: 'plane',
  });
  await flow.settle();
  expect(await flow.get('PlaneInstallation', 'plane')).toBeUndefined();
  expect(await flow.get('Deployment', 'plane-web')).toBeUndefined();
  await flow.ask();
  expect((await flow.get('Secret', 'plane-keys'))?.['data']).toEqual(keys);
  expect(await flow.condition('Ready')).toBe('True/Ready');
});

test('deletion with policy Delete removes the generated keys', async () => {
  await flow.ask({ deletionPolicy: 'Delete' });
  await flow.cluster.remove({
    apiVersion: 'airgapped.dev/v1alpha1',
    kind: 'PlaneInstallation',
    namespace: 'plane',
    name: 'plane',
  });
  await flow.settle();
  expect(await flow.get('Secret', 'plane-keys')).toBeUndefined();
});

test('suspend writes nothing but status', async () => {
  await flow.ask();
  flow.writes();
  await flow.ask({ suspend: true, domain: 'other.example.com' });
  expect(await flow.condition('Ready')).toBe('False/Suspended');
  expect(new Set(flow.writes().map((line) => line.split(' ')[1]))).toEqual(
    new Set(['PlaneInstallation']),
  );
});
