import type { KubeObject } from '../../api/object.ts';
import { serviceHost } from '../../model/names.ts';
import type { Inputs } from '../product.ts';
import { asEnv, config, secret } from '../shared/objects.ts';
import type { EnvSource, Mount } from '../shared/pod.ts';
import { amqpUrl, databaseUrl, objectStore, redisUrl } from './connections.ts';
import type { PlaneModel } from './context.ts';
import { secretNames } from './secrets.ts';

/** Environment that more than one part reads, as objects and as references to them. */
export interface Environment {
  readonly objects: readonly KubeObject[];
  /** The Django family, in the order in which the product reads them. */
  readonly django: readonly EnvSource[];
  readonly live: readonly EnvSource[];
  readonly monitor: readonly EnvSource[];
  /** Variables and mount that make a process trust the internal authorities; empty without `spec.trust`. */
  readonly trust: {
    readonly env: Readonly<Record<string, string>>;
    readonly mounts: Readonly<Record<string, Mount>>;
  };
}

/** Where the internal authorities are mounted. */
const TRUST_FOLDER = '/etc/plane/trust';

/** Makes the shared environment. Pure; every object is named by its content. */
export function environment(model: PlaneModel, inputs: Inputs): Environment {
  const appVars = config(model, 'app-vars', djangoVars(model, inputs));
  const appSecrets = secret(model, 'app-secrets', djangoSecrets(model, inputs));
  const docStore = secret(model, 'doc-store', objectStore(model, inputs));
  // The product reads this set even while search is off.
  const search = secret(model, 'opensearch', {
    OPENSEARCH_ENABLED: '0',
    OPENSEARCH_INDEX_PREFIX: '',
    OPENSEARCH_EMBEDDING_DIMENSION: '1536',
  });
  const liveVars = config(model, 'live-vars', liveSettings(model));
  const liveSecrets = secret(model, 'live-secrets', {
    LIVE_SERVER_SECRET_KEY: key(model, inputs, 'LIVE_SERVER_SECRET_KEY'),
    REDIS_URL: redisUrl(model, inputs),
    AMQP_URL: amqpUrl(model, inputs),
  });
  const monitorVars = config(model, 'monitor-vars', monitorSettings(model, inputs));
  const { trustObjects, trust } = trusted(model, inputs);
  return {
    objects: [
      appVars,
      appSecrets,
      docStore,
      search,
      liveVars,
      liveSecrets,
      monitorVars,
      ...trustObjects,
    ],
    django: [appVars, appSecrets, docStore, search].map(asEnv),
    live: [liveVars, liveSecrets].map(asEnv),
    monitor: [asEnv(monitorVars)],
    trust,
  };
}

const key = (model: PlaneModel, inputs: Inputs, name: string): string =>
  inputs.value(secretNames(model).keys, name);
const url = (model: PlaneModel, part: string, port: number): string =>
  `http://${serviceHost(model, part)}:${port}`;
const publicUrl = ({ scheme, domain }: PlaneModel): string => `${scheme}://${domain}`;

/** What identifies the instance towards the vendor's licence; PRIME_HOST is a constant that nothing in airgapped mode calls. */
const identity = (model: PlaneModel, inputs: Inputs): Readonly<Record<string, string>> => ({
  PRIME_HOST: 'https://prime.plane.so',
  MACHINE_SIGNATURE: key(model, inputs, 'MACHINE_SIGNATURE'),
  APP_DOMAIN: model.domain,
  APP_VERSION: model.release.version,
  IS_AIRGAPPED: '1',
});

function djangoVars(model: PlaneModel, inputs: Inputs): Readonly<Record<string, string>> {
  const monitor = `${url(model, 'monitor', 8080)}/`;
  return {
    ...identity(model, inputs),
    PAYMENT_SERVER_BASE_URL: monitor,
    FEATURE_FLAG_SERVER_BASE_URL: monitor,
    WEB_URL: publicUrl(model),
    // Only the scheme that is served: with an http origin in the list the product gives up Secure cookies.
    CORS_ALLOWED_ORIGINS: publicUrl(model),
    LIVE_BASE_URL: `${url(model, 'live', 3000)}/`,
    LIVE_BASE_PATH: '/live',
    PI_BASE_URL: publicUrl(model),
    PI_BASE_PATH: '/pi',
    DEBUG: '0',
    DOCKERIZED: '1',
    GUNICORN_WORKERS: '1',
    GUNICORN_MAX_REQUESTS: '1000',
    GUNICORN_MAX_REQUESTS_JITTER: '150',
    CELERY_TASK_PUBLISH_RETRY: '1',
    CELERY_BROKER_POOL_LIMIT: '10',
    DEFAULT_API_RATE_LIMIT: '60/minute',
    MINIO_ENDPOINT_SSL: model.scheme === 'https' ? '1' : '0',
    USE_STORAGE_PROXY: '0',
    ALLOW_ALL_ATTACHMENT_TYPES: '0',
    ENABLE_DRF_SPECTACULAR: '0',
    ENABLE_READ_REPLICA: '0',
    INTAKE_EMAIL_DOMAIN: '',
    WEBHOOK_ALLOWED_IPS: '',
    WEBHOOK_ALLOWED_HOSTS: '',
    ...SWITCHED_OFF,
  };
}

/** Settings whose default is somebody's service on the internet: off, or a port of the pod itself on which nobody listens. */
const SWITCHED_OFF = {
  SENTRY_DSN: '',
  SENTRY_ENVIRONMENT: '',
  POSTHOG_API_KEY: '',
  POSTHOG_HOST: '',
  INSTANCE_CHANGELOG_URL: '',
  UNSPLASH_ACCESS_KEY: '',
  LLM_API_KEY: '',
  OTLP_ENDPOINT: 'http://127.0.0.1:4317',
} as const;

const djangoSecrets = (model: PlaneModel, inputs: Inputs): Readonly<Record<string, string>> => ({
  SECRET_KEY: key(model, inputs, 'SECRET_KEY'),
  AES_SECRET_KEY: key(model, inputs, 'AES_SECRET_KEY'),
  LIVE_SERVER_SECRET_KEY: key(model, inputs, 'LIVE_SERVER_SECRET_KEY'),
  PI_INTERNAL_SECRET: key(model, inputs, 'PI_INTERNAL_SECRET'),
  DATABASE_URL: databaseUrl(model, inputs),
  REDIS_URL: redisUrl(model, inputs),
  AMQP_URL: amqpUrl(model, inputs),
});

const liveSettings = (model: PlaneModel): Readonly<Record<string, string>> => ({
  API_BASE_URL: `${url(model, 'api', 8000)}/`,
  LIVE_BASE_PATH: '/live',
  LIVE_SENTRY_DSN: '',
  LIVE_SENTRY_ENVIRONMENT: '',
  LIVE_SENTRY_TRACES_SAMPLE_RATE: '',
  PI_BASE_URL: publicUrl(model),
  PI_BASE_PATH: '/pi',
  EXPORT_DOWNLOAD_BASE_URL: publicUrl(model),
  EXPORT_QUEUE_NAME: 'plane-exports',
});

const monitorSettings = (model: PlaneModel, inputs: Inputs): Readonly<Record<string, string>> => ({
  ...identity(model, inputs),
  DEPLOY_PLATFORM: 'KUBERNETES',
  API_URL: `${url(model, 'api', 8000)}/`,
  API_HOSTNAME: `${url(model, 'api', 8000)}/`,
});

/** One file with the internal authorities, mounted read-only: no process needs root to trust them. */
function trusted(
  model: PlaneModel,
  inputs: Inputs,
): { readonly trustObjects: readonly KubeObject[]; readonly trust: Environment['trust'] } {
  if (model.trust === undefined) return { trustObjects: [], trust: { env: {}, mounts: {} } };
  const object = config(model, 'trust', {
    'ca.crt': inputs.value(model.trust.name, model.trust.key),
  });
  const file = `${TRUST_FOLDER}/ca.crt`;
  const names = [
    'SSL_CERT_FILE',
    'REQUESTS_CA_BUNDLE',
    'CURL_CA_BUNDLE',
    'AWS_CA_BUNDLE',
    'NODE_EXTRA_CA_CERTS',
  ];
  return {
    trustObjects: [object],
    trust: {
      env: Object.fromEntries(names.map((name) => [name, file])),
      mounts: {
        trust: {
          path: TRUST_FOLDER,
          readOnly: true,
          volume: { configMap: { name: object.metadata.name } },
        },
      },
    },
  };
}
