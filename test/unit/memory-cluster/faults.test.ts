import { describe, expect, test } from 'vitest';

import { KINDS, ref } from '../../../operator/api/kinds.ts';
import type { KubeObject } from '../../../operator/api/object.ts';
import { MemoryCluster } from '../../support/memory-cluster/memory-cluster.ts';

const configMap = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'plane' },
});
const A = ref(KINDS.ConfigMap, 'a', 'plane');

describe('faults', () => {
  test('failNext refuses a request, or loses its answer alone', async () => {
    const cluster = new MemoryCluster();
    const error = new Error('connection reset');
    cluster.failNext(({ verb }) => verb === 'create', error);
    await expect(cluster.create(configMap('a'))).rejects.toBe(error);
    expect(cluster.peek(A)).toBeUndefined();
    cluster.failNext(({ verb }) => verb === 'create', error, { lost: true });
    await expect(cluster.create(configMap('a'))).rejects.toBe(error);
    expect(cluster.peek(A)).toBeDefined();
    await expect(cluster.create(configMap('b'))).resolves.toBeDefined();
  });

  test('beforeRequest sees each request and may end it', async () => {
    const cluster = new MemoryCluster();
    cluster.beforeRequest = ({ verb, manager }) => {
      if (verb === 'apply') throw new Error(`stopped ${manager ?? ''}`);
    };
    await expect(cluster.apply(configMap('a'), { manager: 'one' })).rejects.toThrow('stopped one');
    await expect(cluster.read(A)).resolves.toBeUndefined();
    expect(cluster.requests.map(({ verb }) => verb)).toEqual(['apply', 'get']);
  });

  test('pauseWatches lets caches grow old until resumeWatches', async () => {
    let now = 0;
    const cluster = new MemoryCluster({ clock: { now: () => now, monotonic: () => now } });
    const seen: string[] = [];
    const watching = cluster.watch(KINDS.ConfigMap, {
      namespace: 'plane',
      project: ({ metadata }) => metadata.name,
      onEvent: ({ type, object }) => seen.push(`${type} ${object}`),
    });
    await watching.synced;
    cluster.pauseWatches('no route to host');
    cluster.seed(configMap('a'));
    now = 5_000;
    await cluster.settle();
    expect([seen, watching.silence(), watching.trouble()]).toEqual([[], 5_000, 'no route to host']);
    cluster.resumeWatches();
    await cluster.settle();
    expect([seen, watching.silence(), watching.trouble()]).toEqual([['added a'], 0, undefined]);
  });

  test('two clusters of one seed hand out the same UIDs', () => {
    const uids = [1, 2].map(() => new MemoryCluster().seed(configMap('a')).metadata.uid);
    expect(uids[0]).toBe(uids[1]);
  });
});
