import { readFile, writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { KubeObject } from '../../operator/api/object.ts';
import { loadConnection } from '../../operator/kube/config.ts';
import { systemClock } from '../../operator/runtime/system.ts';
import { startCluster } from '../cluster/cluster.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { demoSite } from '../support/demo-site.ts';
import { eventually } from '../support/eventually.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import type { Fault } from '../support/fault-proxy.ts';
import { finalObjects } from '../support/final-objects.ts';
import { Kubectl } from '../support/kubectl.ts';
import { startOperator } from '../support/operator-process.ts';
import type { OperatorProcess } from '../support/operator-process.ts';
import { SEED, seeded } from '../support/seeded.ts';
import { minors } from './stage.ts';

/** Requests of an install through faults, at most so many times those of an undisturbed one. */
const STORM = 5;
const LONG = process.env['PLANE_TEST_LONG'] === '1';

/** What happens to requests, and to watches. */
const BROKEN: readonly Fault[] = [
  { kind: 'reset' },
  { kind: 'status', code: 500 },
  { kind: 'status', code: 503 },
  { kind: 'status', code: 429, retryAfter: 1 },
  { kind: 'cut', afterBytes: 40 },
  { kind: 'slow', chunkBytes: 200, everyMs: 5 },
];
const BROKEN_WATCHES: readonly Fault[] = [
  ...BROKEN,
  { kind: 'status', code: 410 },
  { kind: 'error-event', code: 410 },
  { kind: 'garbage', afterBytes: 300 },
  { kind: 'cut', afterBytes: 3_000 },
];

/** One request in so many is broken. */
const ONE_IN = 6;

/** Breaks requests at random, and stalls two of them until their deadline. */
function scattered(seed: number): FaultProxy['fault'] {
  const random = seeded(seed);
  let stalls = 2;
  return ({ isWatch, method }) => {
    if (random.next().value * ONE_IN >= 1) return undefined;
    const faults = isWatch ? BROKEN_WATCHES : BROKEN;
    if (!isWatch && method === 'PATCH' && random.next().value < 0.1 && stalls-- > 0)
      return { kind: 'stall', afterBytes: 0 };
    return faults[Math.floor(random.next().value * faults.length)];
  };
}

const kubeconfigOf = (server: URL, ca: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'proxy', cluster: { server: server.origin, 'certificate-authority': ca } }],
    users: [{ name: 'nobody', user: {} }],
    contexts: [{ name: 'proxy', context: { cluster: 'proxy', user: 'nobody' } }],
    'current-context': 'proxy',
  });

/** The API server's own, so that the operator verifies the proxy as it would verify the API server. */
async function servingCertificate({
  dir,
  caFile,
}: TestCluster): Promise<{ cert: string; key: string; ca: string }> {
  const [cert = '', key = '', ca = ''] = await Promise.all(
    [`${dir}/pki/serving.crt`, `${dir}/pki/serving.key`, caFile].map((file) =>
      readFile(file, 'utf8'),
    ),
  );
  return { cert, key, ca };
}

describe.skipIf(!minors.includes('1.33'))(
  `an operator behind a faulty network (seed ${SEED})`,
  () => {
    let cluster: TestCluster;
    let kubectl: Kubectl;
    let proxy: FaultProxy;
    let operator: OperatorProcess;
    let exit: number | null | undefined;
    const calm = { objects: [] as string[], requests: 0 };

    const requests = (): number => proxy.seen.filter(({ isWatch }) => !isWatch).length;
    const install = async (namespace: string): Promise<KubeObject> => {
      const resource = await demoSite(kubectl, namespace);
      await kubectl.apply(resource);
      await kubectl.waitFor('plane/plane', 'condition=Ready', { namespace, seconds: 200 });
      return resource;
    };

    beforeAll(async () => {
      cluster = await startCluster({ minor: '1.33' });
      const kubeconfig = await cluster.kubeconfig();
      kubectl = await Kubectl.of('1.33', kubeconfig);
      await kubectl.run(['apply', '--server-side', '-f', 'crds/']);
      proxy = await FaultProxy.start({
        upstream: await loadConnection({ kubeconfig, clock: systemClock, env: {} }),
        tls: await servingCertificate(cluster),
      });
      const file = `${cluster.dir}/proxy.kubeconfig`;
      await writeFile(file, kubeconfigOf(proxy.server, cluster.caFile));
      operator = startOperator({ kubeconfig: file, log: `${cluster.dir}/operator.log` });
      void operator.ended.then((code) => (exit = code));
      await operator.url();
      await install('calm');
      calm.objects = await finalObjects(kubectl, 'calm');
      calm.requests = requests();
      proxy.seen.length = 0;
    }, 240_000);

    afterAll(async () => {
      await operator.stop();
      await proxy.close();
      await cluster.stop();
    }, 60_000);

    test('an install through faults ends in the objects of an undisturbed one, without a storm', async () => {
      proxy.fault = scattered(SEED);
      proxy.cutAll();
      await install('rough');
      expect(await finalObjects(kubectl, 'rough')).toEqual(calm.objects);
      expect(proxy.seen.filter(({ fault }) => fault !== undefined).length).toBeGreaterThan(10);
      expect(requests()).toBeLessThan(STORM * calm.requests);
      expect(exit).toBeUndefined();
    }, 240_000);

    test('what is changed and lost meanwhile is seen', async () => {
      proxy.cutAll();
      const resource = await demoSite(kubectl, 'rough');
      const spec = resource['spec'] as { plane: { components?: object } };
      spec.plane.components = { ...spec.plane.components, worker: { replicas: 3 } };
      await kubectl.apply(resource);
      await kubectl.run(['-n', 'rough', 'delete', 'service', 'plane-web']);
      await kubectl.run(['-n', 'rough', 'set', 'image', 'deployment/plane-api', '*=evil/api:1']);
      const held = await eventually(
        async () => {
          const api = JSON.stringify(
            await kubectl.get([
              '-n',
              'rough',
              'deployment',
              'plane-api',
              '--show-managed-fields=false',
            ]),
          );
          const service = await kubectl.get(['-n', 'rough', 'service', 'plane-web']);
          const worker = await kubectl.get<{ spec: { replicas: number } }>([
            '-n',
            'rough',
            'deployment',
            'plane-worker',
          ]);
          return !api.includes('evil/api') && service !== undefined && worker?.spec.replicas === 3
            ? true
            : undefined;
        },
        { what: 'the change, the Service and the image', seconds: 120 },
      );
      expect(held).toBe(true);
      expect(exit).toBeUndefined();
    }, 180_000);

    test('once the network is well, the operator comes to rest', async () => {
      proxy.fault = () => undefined;
      proxy.cutAll();
      await kubectl.waitFor('plane/plane', 'condition=Ready', { namespace: 'rough', seconds: 120 });
      const isWork = ({ url, isWatch }: FaultProxy['seen'][number]): boolean =>
        !isWatch && !url.includes('/leases/');
      await eventually(
        async () => {
          proxy.seen.length = 0;
          await new Promise((resolve) => setTimeout(resolve, 5_000));
          return proxy.seen.some(isWork) ? undefined : true;
        },
        { what: 'five seconds without a request', seconds: 90 },
      );
      expect(exit).toBeUndefined();
    }, 240_000);

    test.skipIf(!LONG)(
      'watches that go silent are opened anew',
      async () => {
        proxy.fault = ({ isWatch }) => (isWatch ? { kind: 'stall', afterBytes: 0 } : undefined);
        proxy.cutAll();
        await new Promise((resolve) => setTimeout(resolve, 20_000));
        proxy.fault = () => undefined;
        await kubectl.run(['-n', 'rough', 'delete', 'service', 'plane-web']);
        await eventually(() => kubectl.get(['-n', 'rough', 'service', 'plane-web']), {
          what: 'the Service to come back',
          seconds: 240,
        });
      },
      300_000,
    );
  },
);
