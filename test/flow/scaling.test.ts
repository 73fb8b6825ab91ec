import { describe, expect, test } from 'vitest';

import { KINDS, ref } from '../../operator/api/kinds.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { Flow } from '../support/flow.ts';

const AUTOSCALING = { minReplicas: 2, maxReplicas: 6, targetCPUUtilizationPercentage: 70 };
const web = (settings: object): Readonly<Record<string, unknown>> => ({
  plane: {
    cache: { embedded: {} },
    broker: { embedded: {} },
    objectStore: { embedded: {} },
    components: { web: settings },
  },
});
const replicasOf = (object: KubeObject | undefined): number =>
  (object?.['spec'] as { readonly replicas: number }).replicas;

interface Stage {
  readonly flow: Flow;
  /** Every number of pods that the Deployment was ever given, in order. */
  readonly numbers: number[];
}

async function withReplicas(settings: object): Promise<Stage> {
  const flow = new Flow();
  await flow.site();
  const numbers: number[] = [];
  flow.cluster.watch(KINDS.Deployment, {
    namespace: 'plane',
    project: replicasOf,
    onEvent: ({ object }) => {
      if (numbers.at(-1) !== object) numbers.push(object);
    },
  });
  await flow.ask(web(settings));
  return { flow, numbers };
}

/** As the HPA's controller does it, through the object. */
async function scaleAs(flow: Flow, manager: string, replicas: number): Promise<void> {
  const live = (await flow.get('Deployment', 'plane-web'))!;
  flow.cluster.replaceAs(manager, { ...live, spec: { ...(live['spec'] as object), replicas } });
  flow.advance(1_000);
  await flow.settle();
}

const autoscaler = (flow: Flow): Promise<KubeObject | undefined> =>
  flow.cluster.read(ref(KINDS.HorizontalPodAutoscaler, 'plane-web', 'plane'));

test('an autoscaler takes over the number as it is, and sets it from then on', async () => {
  const { flow, numbers } = await withReplicas({ replicas: 3 });
  await flow.ask(web({ autoscaling: AUTOSCALING }));
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect(await autoscaler(flow)).toBeDefined();
  await scaleAs(flow, 'kube-controller-manager', 5);
  flow.restart();
  await flow.settle();
  expect(numbers).toEqual([3, 5]);
});

test('a part that begins with an autoscaler begins with its fewest pods', async () => {
  const { flow, numbers } = await withReplicas({ autoscaling: AUTOSCALING });
  await scaleAs(flow, 'kube-controller-manager', 4);
  expect(numbers).toEqual([2, 4]);
});

test('a number of the spec takes over again, once the autoscaler is gone', async () => {
  const { flow, numbers } = await withReplicas({ autoscaling: AUTOSCALING });
  await scaleAs(flow, 'kube-controller-manager', 5);
  flow.writes();
  await flow.ask(web({ replicas: 4 }));
  expect(flow.writes().filter((line) => /Deployment|HorizontalPodAutoscaler/.test(line))).toEqual([
    'delete HorizontalPodAutoscaler plane-web',
    'apply Deployment plane-web',
  ]);
  expect(await autoscaler(flow)).toBeUndefined();
  expect(numbers).toEqual([2, 5, 4]);
  await flow.ask(web({ autoscaling: AUTOSCALING }));
  expect(numbers).toEqual([2, 5, 4]);
});

test('an autoscaler that goes and leaves no number in the spec leaves its own', async () => {
  const { flow, numbers } = await withReplicas({ autoscaling: AUTOSCALING });
  await scaleAs(flow, 'kube-controller-manager', 5);
  await flow.ask(web({}));
  expect(await autoscaler(flow)).toBeUndefined();
  expect(numbers).toEqual([2, 5]);
});

test('a number that belongs to somebody else is never written', async () => {
  const { flow, numbers } = await withReplicas({ replicas: 3 });
  await flow.ask(web({ scaledBy: 'External' }));
  await scaleAs(flow, 'keda', 0);
  await flow.ask({ ...web({ scaledBy: 'External' }), version: 'v1.1.0' });
  expect(numbers).toEqual([3, 0]);
});

describe.each([
  { why: 'before a request reached the API server', hook: 'beforeRequest' as const },
  { why: 'after a request took effect', hook: 'afterRequest' as const },
])('an operator that dies during the hand-over, $why,', ({ hook }) => {
  test.each([
    { from: { replicas: 3 }, to: { autoscaling: AUTOSCALING }, expected: [3] },
    { from: { replicas: 3 }, to: { scaledBy: 'External' }, expected: [3] },
    { from: { autoscaling: AUTOSCALING }, to: { replicas: 4 }, expected: [2, 4] },
  ])('gives no other number: $from to $to', async ({ from, to, expected }) => {
    // The first request is the user's own.
    for (let crashAt = 2, done = false; !done; crashAt += 1) {
      const { flow, numbers } = await withReplicas(from);
      let count = 0;
      flow.cluster[hook] = () => {
        count += 1;
        if (count !== crashAt) return;
        flow.restart();
        throw new Error('killed');
      };
      await flow.ask(web(to)).catch(() => undefined);
      await flow.settle();
      expect(numbers, `killed at request ${crashAt}`).toEqual(expected);
      done = count < crashAt;
      expect(crashAt).toBeLessThan(200);
    }
  });
});
