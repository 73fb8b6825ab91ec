import { expect, test } from 'vitest';

import { aCase } from '../../../golden/cases.ts';

test('references name each Secret of an external store with the keys that are read', () => {
  const { product, model } = aCase('external');
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
  ]);
});

test('references are none where every store is embedded, and each has a Secret that is made once', () => {
  const { product, model } = aCase('default');
  expect(product.references(model)).toEqual([]);
  expect(product.secrets(model).map(({ name, part, keys }) => [name, part, keys])).toEqual([
    [
      'plane-keys',
      'config',
      {
        SECRET_KEY: { length: 50 },
        AES_SECRET_KEY: { length: 32 },
        LIVE_SERVER_SECRET_KEY: { length: 40 },
        PI_INTERNAL_SECRET: { length: 40 },
        MACHINE_SIGNATURE: { length: 64 },
      },
    ],
    ['plane-postgres-login', 'postgres', { password: { length: 32 } }],
    ['plane-valkey-login', 'valkey', { password: { length: 32 } }],
    ['plane-rabbitmq-login', 'rabbitmq', { password: { length: 32 } }],
    ['plane-minio-login', 'minio', { password: { length: 40 } }],
  ]);
});
