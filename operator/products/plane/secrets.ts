import { childName } from '../../model/names.ts';
import type { GeneratedSecret } from '../product.ts';
import type { PlaneModel } from './model.ts';

/** Names of the Secrets that are made once and kept. */
export const secretNames = (
  model: Pick<PlaneModel, 'name'>,
): Readonly<Record<'keys' | 'postgres' | 'valkey' | 'rabbitmq' | 'minio', string>> => ({
  keys: childName(model, 'keys'),
  postgres: childName(model, 'postgres-login'),
  valkey: childName(model, 'valkey-login'),
  rabbitmq: childName(model, 'rabbitmq-login'),
  minio: childName(model, 'minio-login'),
});

/** User names of embedded stores are no secret, but belong to the login. */
export const USER = 'plane';

/**
 * Keys of the product and logins of embedded stores. SECRET_KEY and AES_SECRET_KEY encrypt rows of the database and
 * MACHINE_SIGNATURE binds the licence, so none of them is ever changed.
 */
export function generatedSecrets(model: PlaneModel): readonly GeneratedSecret[] {
  const names = secretNames(model);
  const { own, database } = model;
  const keys: GeneratedSecret = {
    name: names.keys,
    part: 'config',
    keys: {
      SECRET_KEY: { length: 50 },
      // The product takes exactly 32 characters.
      AES_SECRET_KEY: { length: 32 },
      LIVE_SERVER_SECRET_KEY: { length: 40 },
      PI_INTERNAL_SECRET: { length: 40 },
      // What the instance's signature is made of.
      MACHINE_SIGNATURE: { length: 64 },
    },
  };
  return [
    keys,
    ...(database.kind === 'embedded'
      ? [{ name: names.postgres, part: 'postgres', keys: { password: { length: 32 } } }]
      : []),
    ...(own.cache.embedded === undefined
      ? []
      : [{ name: names.valkey, part: 'valkey', keys: { password: { length: 32 } } }]),
    ...(own.broker.embedded === undefined
      ? []
      : [{ name: names.rabbitmq, part: 'rabbitmq', keys: { password: { length: 32 } } }]),
    ...(own.objectStore.embedded === undefined
      ? []
      : [{ name: names.minio, part: 'minio', keys: { password: { length: 40 } } }]),
  ];
}
