import { afterEach, beforeEach, expect, test } from 'vitest';

import { KINDS } from '../../../operator/api/kinds.ts';
import { HttpCluster } from '../../../operator/kube/http-cluster.ts';
import { HttpTransport } from '../../../operator/kube/transport.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeServer, json } from './fake-server.ts';

const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const REF = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'ns', name: 'a' };

let answer: { code: number; body: object };
let server: FakeServer;
let transport: HttpTransport;
let cluster: HttpCluster;

beforeEach(async () => {
  answer = { code: 200, body: { metadata: { name: 'a', uid: 'u' } } };
  server = await FakeServer.start((_, response) => {
    json(response, answer.body, { code: answer.code });
  });
  const clock = new FakeClock();
  transport = new HttpTransport({ connection: server.connection, clock, version: '0' });
  cluster = new HttpCluster({ transport, clock });
});
afterEach(async () => {
  transport.close();
  await server.close();
});

test('HttpCluster applies by force, strictly, and asks for metadata only', async () => {
  const metadata = { name: 'a', namespace: 'ns', uid: 'u', labels: { l: '1' } };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { from: 'x' } };
  const answered = await cluster.apply(object, { manager: 'one' });
  expect(answered).toEqual({ name: 'a', uid: 'u' });
  const [asked] = server.asked;
  expect(asked?.method).toBe('PATCH');
  expect(asked?.url).toBe(
    '/api/v1/namespaces/ns/configmaps/a?fieldManager=one&force=true&fieldValidation=Strict',
  );
  expect(asked?.headers['content-type']).toBe('application/apply-patch+yaml');
  expect(asked?.headers.accept).toBe(`${METADATA},application/json`);
  expect(JSON.parse(asked?.body ?? '')).toEqual(object);
});

test('HttpCluster applies to status, and as a dry run', async () => {
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'ns' },
  };
  await cluster.apply(object, { manager: 'one', subresource: 'status', dryRun: true });
  expect(server.asked[0]?.url).toBe(
    '/apis/apps/v1/namespaces/ns/deployments/a/status?fieldManager=one&force=true&fieldValidation=Strict&dryRun=All',
  );
});

test('HttpCluster removes with preconditions', async () => {
  const guards = { uid: 'u', resourceVersion: '5', propagation: 'Foreground' } as const;
  await expect(cluster.remove(REF, guards)).resolves.toBe('removed');
  expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: 'Foreground',
    preconditions: { uid: 'u', resourceVersion: '5' },
  });
});

test('HttpCluster takes an absent object for an answer', async () => {
  answer = { code: 404, body: { kind: 'Status', code: 404, reason: 'NotFound' } };
  await expect(cluster.read(REF)).resolves.toBeUndefined();
  await expect(cluster.remove(REF)).resolves.toBe('absent');
});

test('HttpCluster begins a list anew when it expires between its pages, three times at most', async () => {
  answer = { code: 410, body: { kind: 'Status', code: 410, reason: 'Expired' } };
  await expect(cluster.list(KINDS.ConfigMap)).rejects.toMatchObject({ reason: 'Expired' });
  expect(server.asked).toHaveLength(3);
});
