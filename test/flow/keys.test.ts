import { beforeEach, expect, test } from 'vitest';

import { EXPORTED_ANNOTATION, KEYS_ANNOTATION } from '../../operator/api/group.ts';
import { KINDS, ref } from '../../operator/api/kinds.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { readNote, sealOf } from '../../operator/model/key-memo.ts';
import type { Product } from '../../operator/products/product.ts';
import { Flow } from '../support/flow.ts';
import { toy } from '../support/toy-product.ts';

let flow: Flow;

beforeEach(async () => {
  flow = new Flow();
  await flow.site();
});

const keys = (of = flow): Promise<KubeObject | undefined> => of.get('Secret', 'plane-keys');
const data = (secret: KubeObject | undefined): Readonly<Record<string, string>> =>
  (secret?.['data'] ?? {}) as Readonly<Record<string, string>>;
const note = (secret: KubeObject | undefined): ReturnType<typeof readNote> =>
  readNote(secret?.metadata.annotations?.[KEYS_ANNOTATION]);
const findings = async (): Promise<readonly string[] | undefined> =>
  (await flow.status()).findings?.map(({ rule, path }) => `${rule} ${path}`);
const remove = (kind: 'Secret' | 'PersistentVolumeClaim' | 'PlaneInstallation', name: string) =>
  flow.cluster.remove(ref(KINDS[kind], name, 'plane'));
const create = (name: string, values: Readonly<Record<string, string>>): Promise<KubeObject> =>
  flow.cluster.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'plane' },
    data: values,
  });
const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** Writes of the operator beside status. */
const written = (): readonly string[] =>
  flow.writes().filter((line) => !line.includes('PlaneInstallation'));

const claim = (): Promise<KubeObject> =>
  flow.cluster.create({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    // As somebody restores it from a snapshot: without a label of ours.
    metadata: { name: 'data-plane-store-0', namespace: 'plane' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
    },
  });

test('keys are drawn for an empty store, and remembered by fingerprints alone', async () => {
  await flow.ask();
  const secret = await keys();
  const record = (await flow.cluster.list(KINDS.ControllerRevision, { namespace: 'plane' }))[0];
  const remembered = (record?.['data'] as { keys: Record<string, object> }).keys['plane-keys'];
  expect(Object.keys(data(secret)).sort()).toEqual(['KEY', 'SPARE']);
  expect(note(secret)).toEqual({ installation: 'plane', ...remembered });
  expect(Object.keys(note(secret)?.fingerprints ?? {})).toEqual(['KEY']);
  for (const value of Object.values(data(secret)))
    expect(JSON.stringify(record)).not.toContain(Buffer.from(value, 'base64').toString());
});

test('a store with data and no keys is not touched, until the keys come', async () => {
  await claim();
  await flow.ask();
  expect(await flow.condition('Ready')).toBe('False/Waiting');
  expect(await findings()).toEqual(['KeysMissing metadata.name']);
  expect((await flow.status()).findings?.[0]?.message).toContain('"data-plane-store-0" is there');
  expect(await keys()).toBeUndefined();
  expect(await flow.get('StatefulSet', 'plane-store')).toBeUndefined();
  await create('plane-keys', { KEY: encoded('brought-from-elsewhere') });
  await flow.settle();
  expect(await flow.condition('Ready')).toBe('True/Ready');
  const { KEY = '', SPARE = '' } = data(await keys());
  expect([Buffer.from(KEY, 'base64').toString(), SPARE === '']).toEqual([
    'brought-from-elsewhere',
    false,
  ]);
});

test('keys that are lost stop every write, and what runs goes on', async () => {
  await flow.ask();
  const before = await keys();
  const web = await flow.get('Deployment', 'plane-web');
  flow.writes();
  await remove('Secret', 'plane-keys');
  written();
  await flow.settle();
  expect(await findings()).toEqual(['KeysMissing metadata.name']);
  expect(await flow.condition('Available')).toBe('True/Serving');
  expect(await flow.condition('KeysExported')).toBe('Unknown/KeysMissing');
  await flow.ask({ domain: 'other.corp.example.com' });
  expect(await findings()).toEqual(['KeysMissing metadata.name']);
  flow.restart();
  await flow.settle();
  expect(written().filter((line) => !line.startsWith('apply PlaneInstallation'))).toEqual([]);
  expect(await flow.get('Deployment', 'plane-web')).toEqual(web);
  await create('plane-keys', data(before));
  await flow.settle();
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect(note(await keys())).toEqual(note(before));
});

test('one lost key counts like the Secret, and a key that may be drawn again is', async () => {
  await flow.ask();
  const before = (await keys())!;
  const { KEY = '', SPARE = '' } = data(before);
  await flow.cluster.replace({ ...before, data: { SPARE } });
  await flow.settle();
  expect(await findings()).toEqual(['KeysMissing metadata.name']);
  await flow.cluster.replace({ ...(await keys())!, data: { KEY } });
  await flow.settle();
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect(data(await keys())['KEY']).toBe(KEY);
  expect(data(await keys())['SPARE']).not.toBe(SPARE);
});

test('a changed key stops every write, and pods keep the old value', async () => {
  await flow.ask();
  const before = (await keys())!;
  const web = await flow.get('Deployment', 'plane-web');
  flow.writes();
  await flow.cluster.replace({ ...before, data: { ...data(before), KEY: encoded('another') } });
  written();
  await flow.settle();
  expect(await findings()).toEqual(['KeysChanged metadata.name']);
  expect(written()).toEqual([]);
  expect(await flow.get('Deployment', 'plane-web')).toEqual(web);
  await flow.cluster.replace({ ...(await keys())!, data: data(before) });
  await flow.settle();
  expect(await flow.condition('Ready')).toBe('True/Ready');
});

test('the note on the Secret outlives the resource, so that a loss is known to the next of its name', async () => {
  await flow.ask();
  const before = (await keys())!;
  await remove('PlaneInstallation', 'plane');
  await flow.settle();
  await flow.cluster.replace({ ...(await keys())!, data: { ...data(before), KEY: encoded('x') } });
  await flow.ask();
  expect(await findings()).toEqual(['KeysChanged metadata.name']);
});

test('an installation whose record is gone and that was accepted once gets no new keys', async () => {
  await flow.ask();
  await remove('Secret', 'plane-keys');
  for (const { metadata } of await flow.cluster.list(KINDS.ControllerRevision, {
    namespace: 'plane',
  }))
    await flow.cluster.remove(ref(KINDS.ControllerRevision, metadata.name, 'plane'));
  flow.restart();
  await flow.settle();
  expect(await findings()).toEqual(['KeysMissing metadata.name']);
  expect(await keys()).toBeUndefined();
});

test('new keys on purpose take a Secret made by hand and a new resource', async () => {
  await flow.ask();
  await remove('Secret', 'plane-keys');
  await create('plane-keys', { KEY: encoded('made by hand') });
  await flow.settle();
  expect(await findings()).toEqual(['KeysChanged metadata.name']);
  await remove('PlaneInstallation', 'plane');
  await flow.settle();
  await flow.ask();
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect(data(await keys())['KEY']).toBe(encoded('made by hand'));
});

/** The toy as a newer operator has it: one more key in its Secret, and one more Secret. */
const newer: Product = {
  ...toy,
  secrets: (model) => [
    ...toy.secrets(model).map((secret) => ({
      ...secret,
      keys: { ...secret.keys, NEW: { length: 8, irreplaceable: true } },
    })),
    { name: 'plane-new', part: 'config', keys: { password: { length: 8, irreplaceable: true } } },
  ],
};

test('keys that a newer operator wants for the first time are drawn, and then remembered', async () => {
  await flow.ask();
  const before = data(await keys());
  const seen = sealOf(note(await keys())!);
  await flow.cluster.apply(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'plane-keys',
        namespace: 'plane',
        annotations: { [EXPORTED_ANNOTATION]: seen },
      },
    },
    { manager: 'plane-operator-cli' },
  );
  await flow.settle();
  expect(await flow.condition('KeysExported')).toBe('True/Exported');
  flow.restart([newer]);
  await flow.settle();
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect(data(await keys())).toMatchObject(before);
  expect(Object.keys(note(await keys())?.fingerprints ?? {})).toEqual(['KEY', 'NEW']);
  expect(await flow.condition('KeysExported')).toBe('False/NotExported');
  await remove('Secret', 'plane-new');
  await flow.settle();
  expect(await findings()).toEqual(['KeysMissing metadata.name']);
});

test('a Secret that somebody brought is noted on, and its labels and values stay theirs', async () => {
  const values = { KEY: encoded('mine'), SPARE: encoded('mine too') };
  await create('plane-keys', values);
  await flow.ask();
  const secret = await keys();
  expect(secret?.['data']).toEqual(values);
  expect(secret?.metadata.labels).toBeUndefined();
  expect(Object.keys(note(secret)?.fingerprints ?? {})).toEqual(['KEY']);
  flow.cluster.forgetRequests();
  await flow.visit();
  expect(flow.cluster.requests).toEqual([]);
});
