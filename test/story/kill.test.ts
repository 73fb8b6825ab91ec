import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { MINORS, startCluster } from '../cluster/cluster.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { finalObjects } from '../support/final-objects.ts';
import { Kubectl } from '../support/kubectl.ts';
import { startOperator } from '../support/operator-process.ts';
import type { OperatorProcess } from '../support/operator-process.ts';

const minor = MINORS.find(
  (known) =>
    (process.env['PLANE_TEST_MINORS'] ?? '1.33').split(',').includes(known) && known === '1.33',
);
const COUNT = process.env['PLANE_TEST_LONG'] === '1' ? 50 : 10;
const SEED = Number(process.env['PLANE_TEST_SEED'] ?? Date.now() % 1_000_000);

/** Small, seeded and good enough to scatter moments over an install. */
function* moments(seed: number): Generator<number> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

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

    const prepare = async (namespace: string): Promise<string> => {
      const site = await readFile('scripts/demo-files/site.yaml', 'utf8');
      await kubectl.run(
        ['apply', '-f', '-'],
        site
          .replaceAll('namespace: plane', `namespace: ${namespace}`)
          .replace('  name: plane\n', `  name: ${namespace}\n`),
      );
      return (await readFile('scripts/demo-files/plane.yaml', 'utf8')).replace(
        'namespace: plane',
        `namespace: ${namespace}`,
      );
    };
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
      const resource = await prepare('calm');
      const began = performance.now();
      await kubectl.run(['apply', '-f', '-'], resource);
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

    const random = moments(SEED);
    test.each(
      Array.from({ length: COUNT }, (_, index) => ({
        index,
        moment: random.next().value as number,
      })),
    )(
      `ends in the objects of an undisturbed run: kill $index (seed ${SEED})`,
      async ({ index, moment }) => {
        const namespace = `killed-${index}`;
        const resource = await prepare(namespace);
        await kubectl.run(['apply', '-f', '-'], resource);
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
