import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { clusterKind } from '../cluster/open.ts';
import type { Live } from './stage.ts';
import { minors, Stage } from './stage.ts';

const API = 'app.kubernetes.io/component=api';
const USAGE = 'kwok.x-k8s.io/usage-cpu';
/** An HPA of the site's own: 2 to 6 pods, at 70 % of what they request. */
const HPA = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'of-the-site', namespace: 'plane' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'plane-api' },
    minReplicas: 2,
    maxReplicas: 6,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
      },
    ],
  },
};

// A minute and more: once, on one version.
const skipped = clusterKind() !== 'embedded' || !minors.includes('1.33');

describe.skipIf(skipped)('the HPA controller', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open('1.33', { companions: ['metrics-server'] });
  });

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  const replicas = async (): Promise<number | undefined> =>
    (await stage.live('deployment', 'plane-api')).spec.replicas;
  const generation = async (): Promise<number> =>
    (await stage.live('deployment', 'plane-api')).metadata.generation;
  /** How often the HPA controller set the number of pods. */
  const scalings = async (since: string): Promise<number> => {
    const events = await stage.cluster.audit(since);
    return events.filter(
      ({ user, verb, resource, subresource, name }) =>
        user === 'system:serviceaccount:kube-system:horizontal-pod-autoscaler' &&
        verb === 'update' &&
        [resource, subresource, name].join('/') === 'deployments/scale/plane-api',
    ).length;
  };
  const scaledTo = (count: number): Promise<true> =>
    stage.until(
      `${count} pods of the API`,
      async () => {
        const { items } = await stage.live<{ items: readonly Live[] }>('pods', '-l', API);
        return (await replicas()) === count && items.length === count;
      },
      150,
    );
  const eventuallyMore = (count: number): Promise<true> =>
    stage.until(
      `more than ${count} pods of the API`,
      async () => ((await replicas()) ?? 0) > count,
      150,
    );
  const use = (annotation: string): Promise<string> =>
    stage.in('annotate', 'pods', '-l', API, '--overwrite', annotation);

  test('scales a part that says scaledBy: External, up and down, and nobody else writes its spec', async () => {
    await stage.ask((spec) => {
      spec.plane.components['api'] = { scaledBy: 'External' };
    });
    await stage.wait('Ready', 150);
    expect(await replicas()).toBe(1);
    const before = await generation();
    const since = new Date().toISOString();
    await stage.kubectl.apply(HPA);
    await scaledTo(2);
    await use(`${USAGE}=280m`); // each asks for 200m, so that four pods are at 70 %
    await scaledTo(4);
    await stage.wait('Ready');
    await use(`${USAGE}-`);
    await scaledTo(2);
    await stage.wait('Ready');
    expect((await generation()) - before).toBe(await scalings(since));
  }, 420_000);

  test('scales a part by our own autoscaler, which takes over from the site without a restart', async () => {
    await stage.in('delete', 'hpa', 'of-the-site');
    const template = async (): Promise<string> =>
      JSON.stringify((await stage.live('deployment', 'plane-api')).spec.template);
    const before = await template();
    await stage.ask((spec) => {
      spec.plane.components['api'] = {
        autoscaling: {
          minReplicas: 2,
          maxReplicas: 3,
          targetCPUUtilizationPercentage: 70,
          scaleDownStabilizationSeconds: 0,
        },
      };
    });
    await stage.wait('Ready', 150);
    expect(await replicas()).toBe(2);
    await use(`${USAGE}=280m`);
    await scaledTo(3); // four are asked for, and three are allowed
    await stage.wait('Ready');
    await stage.ask((spec) => {
      spec.plane.components['api'] = {
        autoscaling: {
          minReplicas: 2,
          maxReplicas: 6,
          targetCPUUtilizationPercentage: 70,
          scaleDownStabilizationSeconds: 0,
        },
      };
    });
    await use(`${USAGE}=280m`);
    await eventuallyMore(3);
    await use(`${USAGE}-`);
    await scaledTo(2);
    await stage.wait('Ready');
    expect(await template()).toBe(before);
  }, 420_000);
});
