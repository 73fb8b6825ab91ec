// Copied from `reference/plane.md` 3.2 to 3.8, like the facts of the parts.

/** Keys of one set of environment. */
export interface SetFacts {
  /** Keys that the chart renders. */
  readonly keys: readonly string[];
  /** Keys that it renders and we do not, and why. */
  readonly without?: Readonly<Record<string, string>>;
  /** Keys that we render beside, and why. */
  readonly beside?: Readonly<Record<string, string>>;
}

const SEED =
  'the chart has no value for it; the product reads it once, and its own default is open';
const SEEDS = [
  'SKIP_ENV_VAR',
  'ENABLE_SIGNUP',
  'ENABLE_EMAIL_PASSWORD',
  'ENABLE_MAGIC_LINK_LOGIN',
  'DISABLE_WORKSPACE_CREATION',
  'ENABLE_SMTP',
  'EMAIL_HOST',
  'EMAIL_PORT',
  'EMAIL_FROM',
  'EMAIL_USE_TLS',
  'EMAIL_USE_SSL',
];
/** Why a setting is rendered that the chart leaves out. */
export const SAAS = 'its default is a service on the internet, or an image may bring one';

/** Set by set, for everything embedded and every optional part. */
export const SET_FACTS: Readonly<Record<string, SetFacts>> = {
  'app-vars': {
    keys: [
      'PRIME_HOST',
      'MACHINE_SIGNATURE',
      'APP_DOMAIN',
      'APP_VERSION',
      'PAYMENT_SERVER_BASE_URL',
      'FEATURE_FLAG_SERVER_BASE_URL',
      'DEFAULT_API_RATE_LIMIT',
      'MINIO_ENDPOINT_SSL',
      'USE_STORAGE_PROXY',
      'ALLOW_ALL_ATTACHMENT_TYPES',
      'ENABLE_DRF_SPECTACULAR',
      'ENABLE_READ_REPLICA',
      'INTAKE_EMAIL_DOMAIN',
      'SENTRY_DSN',
      'SENTRY_ENVIRONMENT',
      'DEBUG',
      'DOCKERIZED',
      'GUNICORN_WORKERS',
      'GUNICORN_MAX_REQUESTS',
      'GUNICORN_MAX_REQUESTS_JITTER',
      'CELERY_TASK_PUBLISH_RETRY',
      'CELERY_BROKER_POOL_LIMIT',
      'WEB_URL',
      'LIVE_BASE_URL',
      'LIVE_BASE_PATH',
      'PI_BASE_URL',
      'PI_BASE_PATH',
      'RUNNER_BASE_URL',
      'IS_AIRGAPPED',
      'CORS_ALLOWED_ORIGINS',
      'WEBHOOK_ALLOWED_IPS',
      'WEBHOOK_ALLOWED_HOSTS',
      'AI_USAGE_AGENT_MAX_TOKENS_BUDGET',
    ],
    beside: Object.fromEntries(
      [
        'OTLP_ENDPOINT',
        'POSTHOG_API_KEY',
        'POSTHOG_HOST',
        'SCOUT_MONITOR',
        'SCOUT_KEY',
        'INSTANCE_CHANGELOG_URL',
        'UNSPLASH_ACCESS_KEY',
        'LLM_API_KEY',
        'ANALYTICS_BASE_API',
        'ANALYTICS_SECRET_KEY',
        'IS_INTERCOM_ENABLED',
        'INTERCOM_APP_ID',
        'IS_GOOGLE_ENABLED',
        'GOOGLE_CLIENT_ID',
        'IS_GITHUB_ENABLED',
        'GITHUB_CLIENT_ID',
        'IS_GITLAB_ENABLED',
        'GITLAB_HOST',
        'GITLAB_CLIENT_ID',
        'IS_GITEA_ENABLED',
        'GITEA_HOST',
        'GITEA_CLIENT_ID',
        'DRAWIO_EMBED_URL',
        ...SEEDS,
      ].map((key) => [key, SEEDS.includes(key) ? SEED : SAAS]),
    ),
  },
  'app-secrets': {
    keys: [
      'SECRET_KEY',
      'AES_SECRET_KEY',
      'LIVE_SERVER_SECRET_KEY',
      'PI_INTERNAL_SECRET',
      'REDIS_URL',
      'DATABASE_URL',
      'DATABASE_READ_REPLICA_URL',
      'AMQP_URL',
      'AWS_CA_BUNDLE',
    ],
    without: {
      DATABASE_READ_REPLICA_URL: 'the chart renders it only with a read replica',
      AWS_CA_BUNDLE: 'stands among the variables of every container, where the bundle is mounted',
    },
    beside: {
      RUNNER_HMAC_SECRET_KEY: 'the chart gives it to the runner alone, and no call is taken',
      EMAIL_HOST_USER: SEED,
      EMAIL_HOST_PASSWORD: SEED,
    },
  },
  'doc-store-secrets': {
    keys: [
      'FILE_SIZE_LIMIT',
      'AWS_S3_BUCKET_NAME',
      'STORAGE_PROVIDER',
      'USE_MINIO',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_S3_ENDPOINT_URL',
      'MINIO_ROOT_USER',
      'MINIO_ROOT_PASSWORD',
    ],
  },
  'opensearch-secrets': {
    keys: [
      'OPENSEARCH_ENABLED',
      'OPENSEARCH_URL',
      'OPENSEARCH_USERNAME',
      'OPENSEARCH_PASSWORD',
      'OPENSEARCH_INDEX_PREFIX',
      'OPENSEARCH_EMBEDDING_DIMENSION',
    ],
  },
  'live-vars': {
    keys: [
      'API_BASE_URL',
      'LIVE_SENTRY_DSN',
      'LIVE_SENTRY_ENVIRONMENT',
      'LIVE_SENTRY_TRACES_SAMPLE_RATE',
      'LIVE_BASE_PATH',
      'PI_BASE_URL',
      'PI_BASE_PATH',
      'IFRAMELY_URL',
      'EXPORT_DOWNLOAD_BASE_URL',
      'EXPORT_QUEUE_NAME',
    ],
  },
  'live-secrets': { keys: ['LIVE_SERVER_SECRET_KEY', 'REDIS_URL', 'AMQP_URL'] },
  'monitor-vars': {
    keys: [
      'PRIME_HOST',
      'MACHINE_SIGNATURE',
      'APP_DOMAIN',
      'APP_VERSION',
      'DEPLOY_PLATFORM',
      'API_URL',
      'API_HOSTNAME',
      'IS_AIRGAPPED',
    ],
  },
  'postgres-env': { keys: ['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB'] },
  'valkey-env': { keys: [], beside: { REDISCLI_AUTH: 'the probes sign in' } },
  'rabbitmq-env': { keys: ['RABBITMQ_DEFAULT_USER', 'RABBITMQ_DEFAULT_PASS'] },
  'minio-env': { keys: ['MINIO_ROOT_USER', 'MINIO_ROOT_PASSWORD'] },
};

/** The object store where it is the site's own: the chart's keys, and what it forgets. */
export const EXTERNAL_STORE: SetFacts = {
  keys: [
    'FILE_SIZE_LIMIT',
    'AWS_S3_BUCKET_NAME',
    'STORAGE_PROVIDER',
    'USE_MINIO',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_REGION',
    'AWS_S3_ENDPOINT_URL',
  ],
  beside: { AWS_DEFAULT_REGION: 'URLs are signed for this region, and for us-east-1 without it' },
};

/** Sets of an embedded search. */
export const EMBEDDED_SEARCH: Readonly<Record<string, SetFacts>> = {
  'opensearch-secrets': {
    keys: [
      'OPENSEARCH_ENABLED',
      'OPENSEARCH_URL',
      'OPENSEARCH_USERNAME',
      'OPENSEARCH_PASSWORD',
      'OPENSEARCH_INITIAL_ADMIN_PASSWORD',
      'OPENSEARCH_INDEX_PREFIX',
      'OPENSEARCH_EMBEDDING_DIMENSION',
    ],
    without: {
      OPENSEARCH_INITIAL_ADMIN_PASSWORD:
        'wanted by the demo configuration, whose keys and users are published, and which is not installed',
    },
  },
  'opensearch-env': { keys: ['OPENSEARCH_USERNAME', 'OPENSEARCH_PASSWORD'] },
};
