import { beforeEach, expect, test } from 'vitest';

import { FIELD_MANAGER } from '../../../operator/api/group.ts';
import type { KubeObject } from '../../../operator/api/object.ts';
import { refOf } from '../../../operator/api/object.ts';
import { adapted } from '../../../operator/apply/hand-over.ts';
import { observe } from '../../../operator/observe/observed.ts';
import type { Observed } from '../../../operator/observe/observed.ts';
import type { Scale } from '../../../operator/products/product.ts';
import { MemoryCluster } from '../../support/memory-cluster/memory-cluster.ts';

const deployment = (replicas: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'plane' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'registry.corp.example.com/web:1' }] },
    },
  },
});

let cluster: MemoryCluster;

beforeEach(() => {
  cluster = new MemoryCluster({ clock: { now: () => 0, monotonic: () => 0 } });
});

const live = async (): Promise<KubeObject> => (await cluster.read(refOf(deployment(1))))!;
const seen = async (): Promise<Observed> => observe(await live());
const number = async (): Promise<unknown> =>
  ((await live())['spec'] as { replicas: number }).replicas;

/** Applies as the operator does, by what the watch showed. */
async function apply(
  replicas: number,
  scale: Scale,
  observed: Observed | undefined,
): Promise<void> {
  const item = { part: 'web', object: deployment(replicas), digest: '', scale };
  const object = await adapted(item, observed, { cluster, signal: undefined });
  await cluster.apply(object, { manager: FIELD_MANAGER });
}

test('the release’s number does not come back while the watch is behind our own hand-over', async () => {
  await apply(3, 'asked', undefined);
  const behind = await seen();
  await apply(2, 'yielded', behind);
  await apply(1, 'suggested', behind);
  expect(await number()).toBe(3);
});

test('a number that was ours again gives way to the release’s, whoever once had it', async () => {
  await apply(3, 'asked', undefined);
  await apply(2, 'yielded', await seen());
  await apply(3, 'asked', await seen());
  await apply(1, 'suggested', await seen());
  expect(await number()).toBe(1);
});

test('the release’s number stands until somebody scales, and not after', async () => {
  await apply(1, 'suggested', undefined);
  await apply(2, 'suggested', await seen());
  expect(await number()).toBe(2);
  const before = await seen();
  cluster.replaceAs('kubectl', {
    ...(await live()),
    ...{ spec: { ...((await live())['spec'] as object), replicas: 5 } },
  });
  await apply(2, 'suggested', before);
  expect(await number()).toBe(5);
});
