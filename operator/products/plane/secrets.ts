import { childName } from '../../model/names.ts';
import type { GeneratedKey, GeneratedSecret } from '../product.ts';
import type { PlaneModel } from './model.ts';
import { volumeOf } from './volumes.ts';

/** Names of the Secrets that are made once and kept. */
export const secretNames = (
  model: Pick<PlaneModel, 'name'>,
): Readonly<
  Record<'keys' | 'postgres' | 'valkey' | 'rabbitmq' | 'minio' | 'opensearch', string>
> => ({
  keys: childName(model, 'keys'),
  postgres: childName(model, 'postgres-login'),
  valkey: childName(model, 'valkey-login'),
  rabbitmq: childName(model, 'rabbitmq-login'),
  minio: childName(model, 'minio-login'),
  opensearch: childName(model, 'opensearch-login'),
});

/** User names of embedded stores are no secret, but belong to the login. */
export const USER = 'plane';

/** A value on which stored data depends. */
const kept = (length: number): GeneratedKey => ({ length, irreplaceable: true });

/**
 * Keys of the product and logins of embedded stores.
 *
 * SECRET_KEY and AES_SECRET_KEY encrypt rows of the database, MACHINE_SIGNATURE binds the licence, and a store takes
 * its login on an empty volume alone. The others are only agreed between parts, all of which a new value rolls.
 */
export function generatedSecrets(model: PlaneModel): readonly GeneratedSecret[] {
  const names = secretNames(model);
  const { own, database } = model;
  const keys: GeneratedSecret = {
    name: names.keys,
    part: 'config',
    keys: {
      SECRET_KEY: kept(50),
      // The product takes exactly 32 characters.
      AES_SECRET_KEY: kept(32),
      LIVE_SERVER_SECRET_KEY: { length: 40 },
      PI_INTERNAL_SECRET: { length: 40 },
      // Of parts that may be off: drawn all the same, so that switching one on writes no Secret.
      SILO_HMAC_SECRET_KEY: { length: 40 },
      CURSOR_WEBHOOK_SECRET: { length: 40 },
      RUNNER_HMAC_SECRET_KEY: { length: 40 },
      // In the very form that pods get, so that it can be brought back from their copy.
      MACHINE_SIGNATURE: { ...kept(64), hex: true },
    },
    // The monitor's volume tells of an earlier life where the database is somebody else's.
    claims: [
      ...(database.kind === 'embedded' ? [volumeOf(model, 'postgres').claim] : []),
      volumeOf(model, 'monitor').claim,
    ],
  };
  return [
    keys,
    ...(database.kind === 'embedded' ? [login(model, 'postgres', 32)] : []),
    ...(own.cache.embedded === undefined
      ? []
      : // Read from its settings at every start.
        [{ name: names.valkey, part: 'valkey', keys: { password: { length: 32 } } }]),
    ...(own.broker.embedded === undefined ? [] : [login(model, 'rabbitmq', 32)]),
    ...(own.objectStore.embedded === undefined ? [] : [login(model, 'minio', 40)]),
    ...(own.search?.embedded === undefined ? [] : [login(model, 'opensearch', 40)]),
  ];
}

/** A password that an embedded store was set up with. */
const login = (
  model: PlaneModel,
  store: 'postgres' | 'rabbitmq' | 'minio' | 'opensearch',
  length: number,
): GeneratedSecret => ({
  name: secretNames(model)[store],
  part: store,
  keys: { password: kept(length) },
  claims: [volumeOf(model, store).claim],
});
