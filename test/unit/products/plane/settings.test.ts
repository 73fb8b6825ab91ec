import { readdirSync } from 'node:fs';

import { expect, test } from 'vitest';

import { PARTS } from '../../../../operator/products/plane/parts/index.ts';
import { stableJson } from '../../../../operator/lib/digest.ts';
import { aCase, partsOf } from '../../../golden/cases.ts';
import {
  containerOf,
  objectsOf,
  partOf,
  podOf,
  purposeOf,
  valuesOf,
  workloadOf,
} from './rendered.ts';

test.each(['default', 'everything-embedded', 'ai'])(
  'a bundle of authorities reaches every pod of %s',
  (title) => {
    const parts = partsOf(aCase(title)).filter(podOf);
    const trusting = parts.filter((part) => {
      const { env = [], volumeMounts = [] } = containerOf(part);
      const file = env.find(({ name }) => name === 'SSL_CERT_FILE')?.value ?? '';
      return volumeMounts.some(({ mountPath }) => file.startsWith(`${mountPath}/`));
    });
    expect(trusting.map(({ name }) => name)).toEqual(parts.map(({ name }) => name));
  },
);

test('numbers of pods are the spec’s, the release’s, or nobody’s', () => {
  const parts = partsOf(aCase('sized'));
  const numbers = Object.fromEntries(
    parts
      .filter((part) => workloadOf(part)?.kind === 'Deployment')
      .map((part) => {
        const { replicas } = workloadOf(part)?.['spec'] as { readonly replicas?: number };
        return [part.name, [replicas, part.scale]];
      }),
  );
  expect(numbers).toEqual({
    api: [3, 'asked'],
    worker: [4, 'asked'],
    'beat-worker': [1, 'asked'],
    live: [2, 'asked'],
    web: [2, 'asked'],
    admin: [1, 'suggested'],
    space: [1, 'yielded'],
    'outbox-poller': [1, 'suggested'],
    'automation-consumer': [1, 'suggested'],
    'webhook-consumer': [1, 'suggested'],
    silo: [1, 'suggested'],
    'live-exporter': [1, 'suggested'],
  });
});

test.each([
  { limit: '4Gi', heap: '2048m' },
  { limit: '3000Mi', heap: '1500m' },
  { limit: '128Gi', heap: '31744m' },
])('OpenSearch within $limit has a heap of $heap', ({ limit, heap }) => {
  const resources = 'plane.components.opensearch.resources';
  const parts = partsOf(
    aCase('everything-embedded', { [resources]: { limits: { memory: limit } } }),
  );
  const { env = [] } = containerOf(partOf(parts, 'opensearch'));
  expect(env.find(({ name }) => name === 'OPENSEARCH_JAVA_OPTS')?.value).toBe(
    `-Xms${heap} -Xmx${heap}`,
  );
});

test('external stores are nobody’s part', () => {
  expect(partsOf(aCase('everything-external')).map(({ name }) => name)).not.toEqual(
    expect.arrayContaining(['postgres', 'valkey', 'rabbitmq', 'minio', 'bucket']),
  );
  expect(
    aCase('everything-external').product.secrets(aCase('everything-external').model),
  ).toHaveLength(1);
});

test.each([
  { title: 'minimal', scheme: 'http', ssl: '0' },
  { title: 'issuer', scheme: 'https', ssl: '1' },
])('$title speaks of itself by $scheme and allows that origin alone', ({ title, scheme, ssl }) => {
  const of = aCase(title);
  const vars = objectsOf(partsOf(of)).find(
    ({ metadata }) => purposeOf(metadata.name, of.model.name) === 'app-vars',
  )!;
  const url = `${scheme}://plane.corp.example.com`;
  expect(valuesOf(vars)).toMatchObject({
    WEB_URL: url,
    PI_BASE_URL: url,
    CORS_ALLOWED_ORIGINS: url,
    MINIO_ENDPOINT_SSL: ssl,
  });
});

test('passwords are percent-encoded in URLs', () => {
  const of = aCase('default');
  const others = { 'plane-postgres-login password': 'a@b/c:d%e' };
  const secrets = objectsOf(partsOf(of, others)).find(
    ({ metadata }) => purposeOf(metadata.name, 'plane') === 'app-secrets',
  )!;
  expect(valuesOf(secrets)['DATABASE_URL']).toBe(
    'postgresql://plane:a%40b%2Fc%3Ad%25e@plane-postgres.plane.svc:5432/plane',
  );
});

test('the signature has 64 hex digits, and one that an installation brings along is taken as it is', () => {
  const of = aCase('default');
  const brought = 'a'.repeat(63) + '1';
  const signature = (others = {}): string | undefined =>
    objectsOf(partsOf(of, others))
      .map(valuesOf)
      .find((values) => 'MACHINE_SIGNATURE' in values)?.['MACHINE_SIGNATURE'];
  expect(signature()).toMatch(/^[0-9a-f]{64}$/);
  expect(signature({ 'plane-keys MACHINE_SIGNATURE': brought })).toBe(brought);
});

test('processes and bounds of memory follow the limit of the part', () => {
  const parts = partsOf(aCase('everything-on'));
  const { env = [] } = containerOf(partOf(parts, 'worker-importers'));
  expect(env.find(({ name }) => name === 'CELERY_WORKER_CONCURRENCY')?.value).toBe('8');
  const [vars] = partOf(parts, 'outbox-poller').objects;
  expect(valuesOf(vars!)['OUTBOX_POLLER_MEMORY_LIMIT_MB']).toBe('800');
});

test('every file in parts/ is in the registry', () => {
  const files = readdirSync('operator/products/plane/parts').filter((file) => file !== 'index.ts');
  expect(PARTS).toHaveLength(files.length);
});

test('a storage class that is not named is not written', () => {
  const text = stableJson(partsOf(aCase('minimal')));
  expect(text).not.toContain('storageClassName');
  expect(stableJson(partsOf(aCase('default')))).toContain('"storageClassName":"fast"');
});
