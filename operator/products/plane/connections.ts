import { serviceHost } from '../../model/names.ts';
import type { Inputs } from '../product.ts';
import type { PlaneModel } from './model.ts';
import { PI_DATABASE } from './pi-database.ts';
import { secretNames, USER } from './secrets.ts';

/** Database that the migration and the application use. */
export const DATABASE = 'plane';
/** Bucket of the embedded object store: also the path by which browsers reach it. */
export const BUCKET = 'uploads';

const encode = encodeURIComponent;

/** Connection URL of the database, its password percent-encoded. */
export function databaseUrl(model: PlaneModel, inputs: Inputs): string {
  const { database } = model;
  if (database.kind === 'external') return inputs.value(database.secret.name, database.secret.key);
  const password = encode(inputs.value(secretNames(model).postgres, 'password'));
  return `postgresql://${USER}:${password}@${serviceHost(model, 'postgres')}:5432/${DATABASE}`;
}

/** Connection URL of the database of Plane AI. Where none is given and none is embedded, a check has refused the spec. */
export function aiDatabaseUrl(model: PlaneModel, inputs: Inputs): string {
  const given = model.own.ai?.database?.secretRef;
  if (given !== undefined) return inputs.value(given.name, given.key ?? 'url');
  const password = encode(inputs.value(secretNames(model).postgres, 'password'));
  return `postgresql://${USER}:${password}@${serviceHost(model, 'postgres')}:5432/${PI_DATABASE}`;
}

/** Connection URL of the cache. */
export function redisUrl(model: PlaneModel, inputs: Inputs): string {
  const { external } = model.own.cache;
  if (external !== undefined)
    return inputs.value(external.secretRef.name, external.secretRef.key ?? 'url');
  const password = encode(inputs.value(secretNames(model).valkey, 'password'));
  return `redis://:${password}@${serviceHost(model, 'valkey')}:6379/`;
}

/** Connection URL of the broker. */
export function amqpUrl(model: PlaneModel, inputs: Inputs): string {
  const { external } = model.own.broker;
  if (external !== undefined)
    return inputs.value(external.secretRef.name, external.secretRef.key ?? 'url');
  const password = encode(inputs.value(secretNames(model).rabbitmq, 'password'));
  return `amqp://${USER}:${password}@${serviceHost(model, 'rabbitmq')}:5672/`;
}

/** The object store in the variables that the product reads. */
export function objectStore(model: PlaneModel, inputs: Inputs): Readonly<Record<string, string>> {
  const { external } = model.own.objectStore;
  // 5 MiB is the vendor's default for one file.
  const common = { FILE_SIZE_LIMIT: '5242880', STORAGE_PROVIDER: 'S3' };
  if (external === undefined) {
    const password = inputs.value(secretNames(model).minio, 'password');
    return {
      ...common,
      USE_MINIO: '1',
      AWS_S3_BUCKET_NAME: BUCKET,
      AWS_S3_ENDPOINT_URL: `http://${serviceHost(model, 'minio')}:9000`,
      AWS_ACCESS_KEY_ID: USER,
      AWS_SECRET_ACCESS_KEY: password,
      MINIO_ROOT_USER: USER,
      MINIO_ROOT_PASSWORD: password,
    };
  }
  const value = (key: string): string => inputs.value(external.secretRef.name, key);
  return {
    ...common,
    USE_MINIO: '0',
    AWS_S3_BUCKET_NAME: value('bucket'),
    AWS_S3_ENDPOINT_URL: value('endpoint'),
    AWS_ACCESS_KEY_ID: value('accessKeyId'),
    AWS_SECRET_ACCESS_KEY: value('secretAccessKey'),
    AWS_REGION: value('region'),
    // Presigned URLs are signed for this one; left out, buckets outside us-east-1 fail.
    AWS_DEFAULT_REGION: value('region'),
  };
}

/** Keys of an external object store's Secret. */
export const OBJECT_STORE_KEYS = [
  'endpoint',
  'region',
  'bucket',
  'accessKeyId',
  'secretAccessKey',
] as const;
