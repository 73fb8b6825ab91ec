import { beforeEach, expect, test } from 'vitest';

import { KEYS_ANNOTATION } from '../../../operator/api/group.ts';
import { KINDS, ref } from '../../../operator/api/kinds.ts';
import type { KubeObject } from '../../../operator/api/object.ts';
import { ensureGenerated } from '../../../operator/apply/generated.ts';
import { readNote, remember } from '../../../operator/model/key-memo.ts';
import { resolve } from '../../../operator/model/resolve.ts';
import { decodeSecret } from '../../../operator/observe/secrets.ts';
import type { KeptSecret } from '../../../operator/preflight/kept.ts';
import { MemoryCluster } from '../../support/memory-cluster/memory-cluster.ts';
import { aProduct, aSpec } from '../../support/rule-input.ts';

const WANTED = {
  name: 'plane-keys',
  part: 'config',
  keys: {
    KEY: { length: 8, irreplaceable: true },
    SIGNATURE: { length: 64, hex: true, irreplaceable: true },
    SPARE: { length: 4 },
  },
};
const model = resolve(aSpec(), { name: 'plane', namespace: 'plane', uid: 'u' }, aProduct);
const random = { alphanumeric: (length: number) => 'r'.repeat(length) };
const REF = ref(KINDS.Secret, 'plane-keys', 'plane');

let cluster: MemoryCluster;

beforeEach(() => {
  cluster = new MemoryCluster({ clock: { now: () => 0, monotonic: () => 0 } });
});

const live = async (): Promise<KubeObject | undefined> => cluster.read(REF);
const create = (data: Readonly<Record<string, string>>): Promise<KubeObject> =>
  cluster.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'plane-keys', namespace: 'plane' },
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
    ),
  });
const judged = (object: KubeObject | undefined, change: Partial<KeptSecret> = {}): KeptSecret => ({
  wanted: WANTED,
  present:
    object === undefined
      ? undefined
      : {
          uid: object.metadata.uid ?? '',
          resourceVersion: object.metadata.resourceVersion ?? '',
          annotations: object.metadata.annotations ?? {},
          fact: decodeSecret(object),
        },
  memo: undefined,
  evidence: undefined,
  ...change,
});
const ensure = (kept: KeptSecret) => ensureGenerated(model, kept, { cluster, random });

test('ensureGenerated makes a Secret that bears labels, no owner, and a note of its keys', async () => {
  const { values, memo } = await ensure(judged(undefined));
  expect(values).toEqual({
    KEY: 'rrrrrrrr',
    SIGNATURE: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    SPARE: 'rrrr',
  });
  const made = await live();
  expect(decodeSecret(made!)['KEY']).toEqual({ text: 'rrrrrrrr', bytes: 8 });
  expect(made?.metadata.ownerReferences).toBeUndefined();
  expect(made?.metadata.labels?.['airgapped.dev/installation']).toBe('plane');
  expect(readNote(made?.metadata.annotations?.[KEYS_ANNOTATION])).toEqual({
    installation: 'plane',
    ...memo,
  });
  expect(Object.keys(memo.fingerprints)).toEqual(['KEY', 'SIGNATURE']);
});

test('ensureGenerated does nothing where nothing is missing', async () => {
  await ensure(judged(undefined));
  const before = await live();
  cluster.forgetRequests();
  await ensure(judged(before));
  expect(cluster.requests).toEqual([]);
});

test('ensureGenerated adds keys and changes none', async () => {
  const { values } = await ensure(judged(await create({ KEY: 'mine', OTHER: 'too' })));
  expect(values).toMatchObject({ KEY: 'mine', OTHER: 'too', SPARE: 'rrrr' });
  expect(decodeSecret((await live())!)).toMatchObject({
    KEY: { text: 'mine' },
    OTHER: { text: 'too' },
    SPARE: { text: 'rrrr' },
  });
});

test('ensureGenerated does not make a Secret again that went after it was judged', async () => {
  const stale = judged(await create({ KEY: 'mine' }));
  await cluster.remove(REF);
  await expect(ensure(stale)).rejects.toMatchObject({ reason: 'Conflict' });
  expect(await live()).toBeUndefined();
});

test('ensureGenerated does not write over a value that came after it was judged', async () => {
  const first = await create({ KEY: 'mine' });
  await cluster.replace({ ...first, data: { KEY: 'eW91cnM=' } });
  await expect(ensure(judged(first))).rejects.toMatchObject({ reason: 'Conflict' });
  expect((await live())?.['data']).toEqual({ KEY: 'eW91cnM=' });
});

test('ensureGenerated does not draw values for a Secret that came after it was judged', async () => {
  await create({ KEY: 'mine' });
  await expect(ensure(judged(undefined))).rejects.toMatchObject({ reason: 'AlreadyExists' });
  expect(decodeSecret((await live())!)).toEqual({ KEY: { text: 'mine', bytes: 4 } });
});

test.each([
  { why: 'a lost key', change: { evidence: 'a claim' }, data: {} },
  {
    why: 'a changed key',
    change: { memo: remember({ salt: 's', fingerprints: {} }, ['KEY'], { KEY: 'other' }) },
    data: { KEY: 'mine', SIGNATURE: 'mine' },
  },
])('ensureGenerated writes nothing over $why, whatever was judged', async ({ change, data }) => {
  const object = await create(data);
  await expect(ensure(judged(object, change))).rejects.toThrow(TypeError);
  expect(await live()).toEqual(object);
});
