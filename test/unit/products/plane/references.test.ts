import { expect, test } from 'vitest';

import { aCase, inputsOf } from '../../../golden/cases.ts';
import { objectsOf } from './rendered.ts';

test('references name each Secret of an external store with the keys that are read', () => {
  const { product, model } = aCase('everything-external');
  expect(product.references(model)).toEqual([
    {
      kind: 'Secret',
      path: 'spec.plane.cache.external.secretRef',
      name: 'plane-cache',
      keys: ['url'],
    },
    {
      kind: 'Secret',
      path: 'spec.plane.broker.external.secretRef',
      name: 'plane-broker',
      keys: ['connection'],
    },
    {
      kind: 'Secret',
      path: 'spec.plane.objectStore.external.secretRef',
      name: 'plane-files',
      keys: ['endpoint', 'region', 'bucket', 'accessKeyId', 'secretAccessKey'],
    },
    {
      kind: 'Secret',
      path: 'spec.plane.search.external.secretRef',
      name: 'plane-search',
      keys: ['url', 'username', 'password'],
    },
  ]);
});

test('the certificate for mail is read while mail is taken in, and not otherwise', () => {
  const names = (enabled: boolean): readonly string[] => {
    const { product, model } = aCase('everything-on', {
      'plane.ai': undefined,
      'plane.components.email.enabled': enabled,
    });
    return product.references(model).map(({ name }) => name);
  };
  expect(names(true)).toEqual(['intake-tls']);
  expect(names(false)).toEqual([]);
});

test('references are none where every store is embedded, and each has a Secret that is made once', () => {
  const { product, model } = aCase('default');
  expect(product.references(model)).toEqual([]);
  const kept = (length: number): object => ({ length, irreplaceable: true });
  expect(
    product.secrets(model).map(({ name, part, keys, claims }) => [name, part, keys, claims]),
  ).toEqual([
    [
      'plane-keys',
      'config',
      {
        SECRET_KEY: kept(50),
        AES_SECRET_KEY: kept(32),
        LIVE_SERVER_SECRET_KEY: { length: 40 },
        PI_INTERNAL_SECRET: { length: 40 },
        SILO_HMAC_SECRET_KEY: { length: 40 },
        CURSOR_WEBHOOK_SECRET: { length: 40 },
        RUNNER_HMAC_SECRET_KEY: { length: 40 },
        MACHINE_SIGNATURE: { ...kept(64), hex: true },
      },
      ['data-plane-postgres-0', 'data-plane-monitor-0'],
    ],
    ['plane-postgres-login', 'postgres', { password: kept(32) }, ['data-plane-postgres-0']],
    ['plane-valkey-login', 'valkey', { password: { length: 32 } }, undefined],
    ['plane-rabbitmq-login', 'rabbitmq', { password: kept(32) }, ['data-plane-rabbitmq-0']],
    ['plane-minio-login', 'minio', { password: kept(40) }, ['data-plane-minio-0']],
  ]);
});

test('the login of an embedded search is kept with its volume', () => {
  const { product, model } = aCase('everything-embedded');
  expect(product.secrets(model)).toContainEqual({
    name: 'plane-opensearch-login',
    part: 'opensearch',
    keys: { password: { length: 40, irreplaceable: true } },
    claims: ['data-plane-opensearch-0'],
  });
});

test.each(['default', 'everything-embedded', 'ai'])(
  'every claim that a generated Secret of %s names is one that a StatefulSet makes',
  (title) => {
    const of = aCase(title);
    const made = objectsOf(of.product.parts(of.model, inputsOf(of)))
      .filter(({ kind }) => kind === 'StatefulSet')
      .map(({ metadata }) => `data-${metadata.name}-0`);
    const named = of.product.secrets(of.model).flatMap(({ claims = [] }) => claims);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((claim) => !made.includes(claim))).toEqual([]);
  },
);

test('references of Plane AI name its keys and its database', () => {
  const { product, model } = aCase('ai', {
    'plane.ai.database': { secretRef: { name: 'plane-ai-database' } },
  });
  const at = (path: string, name: string, key: string): object => ({
    kind: 'Secret',
    path: `spec.plane.ai.${path}`,
    name,
    keys: [key],
  });
  expect(product.references(model)).toEqual([
    at('database.secretRef', 'plane-ai-database', 'url'),
    at('model.secretRef', 'plane-llm', 'apiKey'),
    at('embeddings.endpoint.secretRef', 'plane-embeddings', 'token'),
  ]);
});
