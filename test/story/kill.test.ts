import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { MINORS, startCluster } from '../cluster/cluster.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { demoSite } from '../support/demo-site.ts';
import { finalObjects } from '../support/final-objects.ts';
import { Kubectl } from '../support/kubectl.ts';
import { startOperator } from '../support/operator-process.ts';
import type { OperatorProcess } from '../support/operator-process.ts';
import { SEED, seeded } from '../support/seeded.ts';

const minor = MINORS.find(
  (known) =>
    (process.env['PLANE_TEST_MINORS'] ?? '1.33').split(',').includes(known) && known === '1.33',
);
const COUNT = process.env['PLANE_TEST_LONG'] === '1' ? 50 : 10;

describe.skipIf(minor === undefined)(
  'an operator that is killed in the middle of an install',
  () => {
    let cluster: TestCluster;
    let kubectl: Kubectl;
    let operator: OperatorProcess;
    let kubeconfig: string;
    let undisturbed: { objects: string[]; milliseconds: number };
    const start = (): OperatorProcess =>
      startOperator({ kubeconfig, log: `${cluster.dir}/operator.log` });

    const ready = (namespace: string): Promise<string> =>
      kubectl.waitFor('plane/plane', 'condition=Ready', { namespace, seconds: 120 });
    const remove = (namespace: string): Promise<string> =>
      kubectl.run(['delete', 'namespace', namespace, '--wait=false']);

    beforeAll(async () => {
      cluster = await startCluster({ minor: minor! });
      kubeconfig = await cluster.kubeconfig();
      kubectl = await Kubectl.of(minor!, kubeconfig);
      await kubectl.run(['apply', '--server-side', '-f', 'crds/']);
      operator = start();
      await operator.url();
      const resource = await demoSite(kubectl, 'calm');
      const began = performance.now();
      await kubectl.apply(resource);
      await ready('calm');
      undisturbed = {
        milliseconds: performance.now() - began,
        objects: await finalObjects(kubectl, 'calm'),
      };
      await remove('calm');
    }, 240_000);

    afterAll(async () => {
      await operator.stop();
      await cluster.stop();
    }, 60_000);

    const random = seeded(SEED);
    test.each(
      Array.from({ length: COUNT }, (_, index) => ({
        index,
        moment: random.next().value,
      })),
    )(
      `ends in the objects of an undisturbed run: kill $index (seed ${SEED})`,
      async ({ index, moment }) => {
        const namespace = `killed-${index}`;
        const resource = await demoSite(kubectl, namespace);
        await kubectl.apply(resource);
        await new Promise((resolve) => setTimeout(resolve, moment * undisturbed.milliseconds));
        operator.kill('SIGKILL');
        await operator.ended;
        operator = start();
        await ready(namespace);
        expect(await finalObjects(kubectl, namespace)).toEqual(undisturbed.objects);
        await remove(namespace);
      },
      180_000,
    );
  },
);
