import type { KubeObject } from '../../../api/object.ts';
import type { Inputs } from '../../product.ts';
import { config, secret } from '../../shared/objects.ts';
import { amqpUrl, databaseUrl, redisUrl } from '../connections.ts';
import { isOn } from '../model.ts';
import type { PlaneModel } from '../model.ts';
import { secretNames } from '../secrets.ts';
import { NOBODY_LISTENS } from './switched-off.ts';
import { inside, outside } from './urls.ts';

/** Queue of imports where they have workers of their own. */
export const IMPORT_QUEUE = 'celery.importer';

/** What silo alone reads. */
export const siloVars = (model: PlaneModel): KubeObject => {
  const monitor = `${inside(model, 'monitor')}/`;
  const api = `${inside(model, 'api')}/`;
  return config(model, 'silo-vars', {
    ...SETTINGS,
    IMPORTERS_QUEUE_NAME: isOn(model, 'workerImporters') ? IMPORT_QUEUE : 'celery',
    CORS_ALLOWED_ORIGINS: outside(model),
    APP_BASE_URL: outside(model),
    API_BASE_URL: api,
    API_INTERNAL_BASE_URL: api,
    SILO_API_BASE_URL: outside(model),
    PAYMENT_SERVER_BASE_URL: monitor,
    FEATURE_FLAG_SERVER_BASE_URL: monitor,
    AI_SERVICE_BASE_URL: `${inside(model, 'pi-api')}/`,
  });
};

const SETTINGS = {
  PORT: '3000',
  BATCH_SIZE: '100',
  MQ_PREFETCH_COUNT: '1',
  REQUEST_INTERVAL: '400',
  SILO_BASE_PATH: '/silo',
  JIRA_SERVER_ISSUES_PAGE_SIZE: '50',
  JIRA_SERVER_ISSUES_PARALLEL_PAGES: '1',
  SENTRY_DSN: '',
  SENTRY_ENVIRONMENT: '',
  SENTRY_TRACES_SAMPLE_RATE: '0',
  // Servers of two connectors; left out or empty, they are the public ones. The Secret that is read later may name
  // one of the site.
  SENTRY_BASE_URL: NOBODY_LISTENS,
  SLACK_BASE_URL: NOBODY_LISTENS,
} as const;

/** Keys and connections of silo. The parts that work on the database read them too: calls between both are signed. */
export const siloSecrets = (model: PlaneModel, inputs: Inputs): KubeObject => {
  const { keys } = secretNames(model);
  return secret(model, 'silo-secrets', {
    SILO_HMAC_SECRET_KEY: inputs.value(keys, 'SILO_HMAC_SECRET_KEY'),
    AES_SECRET_KEY: inputs.value(keys, 'AES_SECRET_KEY'),
    CURSOR_WEBHOOK_SECRET: inputs.value(keys, 'CURSOR_WEBHOOK_SECRET'),
    DATABASE_URL: databaseUrl(model, inputs),
    REDIS_URL: redisUrl(model, inputs),
    AMQP_URL: amqpUrl(model, inputs),
    ...sentry(model, inputs),
  });
};

/** Keys of the Secret of a Sentry inside. */
export const SENTRY_KEYS = ['clientId', 'clientSecret', 'integrationSlug'] as const;

/** The one connector that reads its server and login here; all others have theirs in the database. */
function sentry({ own }: PlaneModel, inputs: Inputs): Readonly<Record<string, string>> {
  const asked = own.integrations?.sentry;
  if (asked === undefined) return {};
  const value = (key: (typeof SENTRY_KEYS)[number]): string =>
    inputs.value(asked.secretRef.name, key);
  return {
    SENTRY_BASE_URL: asked.url,
    SENTRY_CLIENT_ID: value('clientId'),
    SENTRY_CLIENT_SECRET: value('clientSecret'),
    SENTRY_INTEGRATION_SLUG: value('integrationSlug'),
  };
}
