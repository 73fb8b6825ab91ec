import {
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
} from '@kubernetes/client-node';
import { CoreV1Api } from '@kubernetes/client-node';
import type { KubernetesListObject, KubernetesObject } from '@kubernetes/client-node';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { FakeServer, json } from '../unit/kube/fake-server.ts';

/** What to do when one of these goes red: nothing is broken here, a newer client-node is better. */
const mended = (what: string): string =>
  `@kubernetes/client-node ${what} now: read operator/decisions/0001-own-kube-layer.md again, and mend this test`;

let server: FakeServer;
let config: KubeConfig;
let watchCode: number;

beforeEach(async () => {
  watchCode = 200;
  server = await FakeServer.start(({ url, method, body }, response) => {
    if (url === '/apis/networking.k8s.io/v1')
      json(response, {
        kind: 'APIResourceList',
        groupVersion: 'networking.k8s.io/v1',
        resources: [{ name: 'networkpolicies', kind: 'NetworkPolicy', namespaced: true }],
      });
    else if (url.includes('watch=true')) json(response, {}, { code: watchCode });
    else if (method === 'PATCH') json(response, JSON.parse(body) as object);
    else json(response, { metadata: { resourceVersion: '1' }, items: [] });
  });
  config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'c', server: server.url, skipTLSVerify: true }],
    users: [{ name: 'u' }],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  });
});
afterEach(() => server.close());

test('client-node opens a connection for each request', async () => {
  const api = config.makeApiClient(CoreV1Api);
  for (let n = 0; n < 10; n += 1) await api.listNamespacedConfigMap({ namespace: 'ns' });
  expect(server.asked).toHaveLength(10);
  expect(server.connections, mended('keeps its connections')).toBe(10);
});

test('client-node loses the sources of a NetworkPolicy, which opens it', async () => {
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'a', namespace: 'ns' },
    spec: {
      podSelector: {},
      ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 443 }] }],
    },
  };
  await KubernetesObjectApi.makeApiClient(config).patch(
    policy,
    undefined,
    undefined,
    'plane-operator',
    true,
    PatchStrategy.ServerSideApply,
  );
  const sent = server.asked.find(({ method }) => method === 'PATCH');
  const { spec } = JSON.parse(sent?.body ?? '') as typeof policy;
  expect(spec.ingress[0]?.ports).toEqual([{ port: 443 }]);
  expect(spec.ingress[0], mended('sends "from" of a NetworkPolicy')).not.toHaveProperty('from');
});

test("client-node's informer stops at the first 500", async () => {
  watchCode = 500;
  const api = config.makeApiClient(CoreV1Api);
  const informer = makeInformer(
    config,
    '/api/v1/namespaces/ns/configmaps',
    () =>
      api.listNamespacedConfigMap({ namespace: 'ns' }) as unknown as Promise<
        KubernetesListObject<KubernetesObject>
      >,
  );
  const failed = new Promise((resolve) => {
    informer.on('error', resolve);
  });
  await informer.start();
  await failed;
  const asked = server.asked.length;
  // Longer than the second that it waits after a regular end.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(server.asked.length, mended('goes on watching after a 500')).toBe(asked);
  await informer.stop();
});
