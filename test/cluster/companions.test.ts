import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { Kubectl } from '../support/kubectl.ts';
import { alive } from './alive.ts';
import { startCluster, type TestCluster } from './cluster.ts';
import { COMPANIONS } from './companions.ts';
import { whyNoCluster } from './open.ts';

describe.skipIf(whyNoCluster() !== undefined)('a cluster with companions', () => {
  let cluster: TestCluster;
  let kubectl: Kubectl;

  beforeAll(async () => {
    cluster = await startCluster({ minor: '1.33', companions: COMPANIONS });
    kubectl = await Kubectl.of('1.33', await cluster.kubeconfig());
  });

  afterAll(async () => {
    await cluster.stop();
  });

  test('serves their APIs', async () => {
    const apis = await kubectl.run(['api-versions']);
    expect(apis).toContain('metrics.k8s.io/v1beta1');
    expect(apis).toContain('cert-manager.io/v1');
  });

  test.each(COMPANIONS)('gets %s back after it was killed', async (companion) => {
    const before = cluster.pid(companion);
    cluster.kill(companion);
    await cluster.start(companion);
    expect(cluster.pid(companion)).not.toBe(before);
  });

  test('leaves none of their processes when it stops', async () => {
    const pids = COMPANIONS.map((companion) => cluster.pid(companion)!);
    expect(pids.every(alive)).toBe(true);
    await cluster.stop();
    expect(pids.filter(alive)).toEqual([]);
  });
});
