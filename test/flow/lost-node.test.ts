import { beforeEach, expect, test } from 'vitest';

import { ApiError } from '../../operator/ports/api-error.ts';
import { Flow } from '../support/flow.ts';

const POD = 'plane-store-0';
const NODE = 'node-1';
const HELD = 'test.example.com/kubelet';

let flow: Flow;

beforeEach(async () => {
  flow = new Flow();
  await flow.site();
  await flow.ask();
});

/** A node as kubelet and node controller leave it. */
async function node(ready: string, taints: readonly object[] = []): Promise<void> {
  await flow.cluster.create({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: NODE },
    spec: { taints },
  });
  const live = (await flow.cluster.read({ apiVersion: 'v1', kind: 'Node', name: NODE }))!;
  const status = { conditions: [{ type: 'Ready', status: ready }] };
  flow.cluster.applyAs('kubelet', { ...live, metadata: { name: NODE }, status }, 'status');
}

/** The pod is told to end, and nobody on its node does it. */
async function evict(): Promise<void> {
  const pod = (await flow.get('Pod', POD))!;
  const spec = { ...(pod['spec'] as object), nodeName: NODE };
  const metadata = { ...pod.metadata, finalizers: [HELD] };
  flow.cluster.replaceAs('kubelet', { ...pod, metadata, spec });
  flow.cluster.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'plane', name: POD });
  await flow.settle();
}

const found = async (): Promise<readonly string[]> =>
  ((await flow.status()).findings ?? []).map(({ rule, message }) => `${rule}: ${message}`);

const nodeReads = (): number =>
  flow.cluster.requests.filter(({ ref }) => ref.kind === 'Node').length;

test('a pod that does not end on a node that is not ready is told, with what frees it', async () => {
  await node('Unknown');
  await evict();
  flow.cluster.forgetRequests();
  expect(await found()).toEqual([]);
  expect(nodeReads()).toBe(0);
  flow.advance(60_000);
  await flow.settle();
  const [finding] = (await flow.status()).findings ?? [];
  expect(finding?.rule).toBe('NodeLost');
  expect(finding?.message).toMatch(/"plane-store-0".*"node-1" is not ready \(Ready=Unknown\)/);
  expect(finding?.fix).toContain('kubectl taint nodes node-1 node.kubernetes.io/out-of-service=');
  expect(finding?.fix).toContain('kubectl -n plane delete pod plane-store-0 --force');
  expect(await flow.condition('Ready')).toBe('False/NodeLost');
  expect(flow.happenings.filter(({ reason }) => reason === 'NodeLost')).toHaveLength(1);
});

test('it is over when the pod is gone', async () => {
  await node('False');
  await evict();
  flow.advance(60_000);
  await flow.settle();
  expect(await flow.condition('Ready')).toBe('False/NodeLost');
  const pod = (await flow.get('Pod', POD))!;
  flow.cluster.replaceAs('podgc', { ...pod, metadata: { ...pod.metadata, finalizers: [] } });
  await flow.settle();
  expect(await found()).toEqual([]);
  expect(await flow.condition('Ready')).toBe('True/Ready');
});

test.each([
  { ready: 'True', taints: [], message: undefined, why: 'a node that is well' },
  {
    ready: 'True',
    taints: [{ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' }],
    message: /is tainted as out of service/,
    why: 'a node that is being taken out of service',
  },
  { ready: undefined, taints: [], message: /does not exist any more/, why: 'a node that is gone' },
])('a pod that does not end on $why', async ({ ready, taints, message }) => {
  if (ready !== undefined) await node(ready, taints);
  await evict();
  flow.advance(60_000);
  await flow.settle();
  const told = await found();
  expect(told).toEqual(message === undefined ? [] : [expect.stringMatching(message)]);
});

test('without the right to read nodes it is told as a guess, and the pass does not fail', async () => {
  await node('Unknown');
  await evict();
  flow.cluster.beforeRequest = ({ ref }) => {
    if (ref.kind !== 'Node') return;
    throw new ApiError({ code: 403, reason: 'Forbidden', message: 'nodes is forbidden' });
  };
  flow.advance(60_000);
  await flow.settle();
  expect(await found()).toEqual([expect.stringContaining('no right to see')]);
});
