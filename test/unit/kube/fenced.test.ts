import { expect, test } from 'vitest';

import { fenced } from '../../../operator/kube/fenced.ts';
import { FakeCluster } from './fake-cluster.ts';

const OBJECT = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'ns' } };
const LOST = { code: 'ERR_LEADERSHIP_LOST' };

test('fenced lets everything pass while leadership is held', async () => {
  const fake = new FakeCluster();
  const cluster = fenced(fake.cluster, { signal: new AbortController().signal });
  await cluster.apply(OBJECT, { manager: 'one' });
  expect(fake.applied).toHaveLength(1);
});

test('fenced refuses writes and lets reads pass once leadership is lost', async () => {
  const fake = new FakeCluster();
  const term = new AbortController();
  const cluster = fenced(fake.cluster, { signal: term.signal });
  term.abort();
  await expect(cluster.apply(OBJECT, { manager: 'one' })).rejects.toMatchObject(LOST);
  await expect(cluster.create(OBJECT)).rejects.toMatchObject(LOST);
  await expect(cluster.replace(OBJECT)).rejects.toMatchObject(LOST);
  const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'ns', name: 'a' };
  await expect(cluster.remove(ref)).rejects.toMatchObject(LOST);
  expect(fake.calls).toBe(0);
  await expect(cluster.read(ref)).resolves.toBeUndefined();
});

test('fenced refuses writes as soon as the lease is not certain, signal or not', async () => {
  const fake = new FakeCluster();
  const { signal } = new AbortController();
  const cluster = fenced(fake.cluster, { signal, holds: () => false });
  await expect(cluster.apply(OBJECT, { manager: 'one' })).rejects.toMatchObject(LOST);
  expect(fake.calls).toBe(0);
});

test('fenced ends a write that is under way', async () => {
  const fake = new FakeCluster();
  fake.state = 'silent';
  const term = new AbortController();
  const writing = fenced(fake.cluster, { signal: term.signal }).apply(OBJECT, { manager: 'one' });
  await Promise.resolve();
  term.abort();
  await expect(writing).rejects.toMatchObject(LOST);
});
