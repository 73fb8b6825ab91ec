import type { KubeObject } from '../../../api/object.ts';
import type { Inputs } from '../../product.ts';
import { config, secret } from '../../shared/objects.ts';
import { amqpUrl, databaseUrl, objectStore, redisUrl } from '../connections.ts';
import { intakeOf, isOn } from '../model.ts';
import type { PlaneModel } from '../model.ts';
import { secretNames } from '../secrets.ts';
import { firstBoot, mailLogin } from './first-boot.ts';
import { identity } from './identity.ts';
import { searchVariables } from './search.ts';
import { SWITCHED_OFF } from './switched-off.ts';
import { inside, outside } from './urls.ts';
import { webhookAllowance } from './webhooks.ts';

/** Sets that API, workers and migration read, and other parts some of, in the order in which a later one wins. */
export interface DjangoSets<T> {
  readonly appVars: T;
  readonly appSecrets: T;
  readonly docStore: T;
  readonly search: T;
}

/** Makes the sets. */
export const djangoSets = (model: PlaneModel, inputs: Inputs): DjangoSets<KubeObject> => ({
  appVars: config(model, 'app-vars', variables(model, inputs)),
  appSecrets: secret(model, 'app-secrets', secrets(model, inputs)),
  docStore: secret(model, 'doc-store-secrets', objectStore(model, inputs)),
  search: secret(model, 'opensearch-secrets', searchVariables(model, inputs)),
});

function variables(model: PlaneModel, inputs: Inputs): Readonly<Record<string, string>> {
  const monitor = `${inside(model, 'monitor')}/`;
  return {
    ...identity(model, inputs),
    PAYMENT_SERVER_BASE_URL: monitor,
    FEATURE_FLAG_SERVER_BASE_URL: monitor,
    WEB_URL: outside(model),
    // Only the scheme that is served: with an http origin in the list the product gives up Secure cookies.
    CORS_ALLOWED_ORIGINS: outside(model),
    LIVE_BASE_URL: `${inside(model, 'live')}/`,
    LIVE_BASE_PATH: '/live',
    PI_BASE_URL: outside(model),
    PI_BASE_PATH: '/pi',
    INTAKE_EMAIL_DOMAIN: intakeOf(model)?.domain ?? '',
    ...(isOn(model, 'runner') ? { RUNNER_BASE_URL: inside(model, 'runner') } : {}),
    // Links to uploads are made with the scheme of the request, which is http behind a proxy that ends TLS.
    MINIO_ENDPOINT_SSL: model.scheme === 'https' ? '1' : '0',
    ...SETTINGS,
    ...webhookAllowance(model),
    // Read by releases after v3.1: left empty, diagrams are drawn on a public server. Nothing serves this path yet.
    DRAWIO_EMBED_URL: `${outside(model)}/drawio/`,
    ...SWITCHED_OFF,
    ...firstBoot(model),
  };
}

/** The vendor's values. */
const SETTINGS = {
  DEBUG: '0',
  DOCKERIZED: '1',
  GUNICORN_WORKERS: '1',
  GUNICORN_MAX_REQUESTS: '1000',
  GUNICORN_MAX_REQUESTS_JITTER: '150',
  CELERY_TASK_PUBLISH_RETRY: '1',
  CELERY_BROKER_POOL_LIMIT: '10',
  DEFAULT_API_RATE_LIMIT: '60/minute',
  USE_STORAGE_PROXY: '0',
  ALLOW_ALL_ATTACHMENT_TYPES: '0',
  ENABLE_DRF_SPECTACULAR: '0',
  ENABLE_READ_REPLICA: '0',
  AI_USAGE_AGENT_MAX_TOKENS_BUDGET: '',
} as const;

const secrets = (model: PlaneModel, inputs: Inputs): Readonly<Record<string, string>> => {
  const { keys } = secretNames(model);
  return {
    SECRET_KEY: inputs.value(keys, 'SECRET_KEY'),
    AES_SECRET_KEY: inputs.value(keys, 'AES_SECRET_KEY'),
    LIVE_SERVER_SECRET_KEY: inputs.value(keys, 'LIVE_SERVER_SECRET_KEY'),
    PI_INTERNAL_SECRET: inputs.value(keys, 'PI_INTERNAL_SECRET'),
    // Signs what the API has the runner do. The vendor's chart gives it to the runner alone.
    ...(isOn(model, 'runner')
      ? { RUNNER_HMAC_SECRET_KEY: inputs.value(keys, 'RUNNER_HMAC_SECRET_KEY') }
      : {}),
    DATABASE_URL: databaseUrl(model, inputs),
    REDIS_URL: redisUrl(model, inputs),
    AMQP_URL: amqpUrl(model, inputs),
    ...mailLogin(model, inputs),
  };
};
