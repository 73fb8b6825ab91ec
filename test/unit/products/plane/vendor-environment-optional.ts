import { SAAS } from './vendor-environment.ts';
import type { SetFacts } from './vendor-environment.ts';

const BY_CONNECTOR = Object.fromEntries(
  ['SENTRY_BASE_URL', 'SLACK_BASE_URL'].map((key) => [key, SAAS]),
);

/** Sets of optional parts, copied from `reference/plane.md` 3.6 and 3.10. */
export const OPTIONAL_SETS: Readonly<Record<string, SetFacts>> = {
  'silo-vars': {
    keys: [
      'PORT',
      'BATCH_SIZE',
      'MQ_PREFETCH_COUNT',
      'IMPORTERS_QUEUE_NAME',
      'REQUEST_INTERVAL',
      'SILO_BASE_PATH',
      'CORS_ALLOWED_ORIGINS',
      'APP_BASE_URL',
      'API_BASE_URL',
      'API_INTERNAL_BASE_URL',
      'SILO_API_BASE_URL',
      'PAYMENT_SERVER_BASE_URL',
      'FEATURE_FLAG_SERVER_BASE_URL',
      'AI_SERVICE_BASE_URL',
      'JIRA_SERVER_ISSUES_PAGE_SIZE',
      'JIRA_SERVER_ISSUES_PARALLEL_PAGES',
      'SENTRY_DSN',
      'SENTRY_ENVIRONMENT',
      'SENTRY_TRACES_SAMPLE_RATE',
    ],
    // The chart has them in the Secret of connectors that are configured.
    beside: BY_CONNECTOR,
  },
  'silo-secrets': {
    keys: [
      'SILO_HMAC_SECRET_KEY',
      'AES_SECRET_KEY',
      'CURSOR_WEBHOOK_SECRET',
      'DATABASE_URL',
      'REDIS_URL',
      'AMQP_URL',
    ],
  },
  'automation-consumer-vars': {
    keys: [
      'AUTOMATION_EVENT_STREAM_QUEUE_NAME',
      'AUTOMATION_EVENT_STREAM_PREFETCH',
      'AUTOMATION_EXCHANGE_NAME',
      'AUTOMATION_EVENT_TYPES',
    ],
  },
  'webhook-consumer-vars': { keys: ['WEBHOOK_QUEUE_NAME', 'WEBHOOK_PREFETCH_COUNT'] },
  'agent-consumer-vars': { keys: ['AGENT_QUEUE_NAME', 'AGENT_PREFETCH_COUNT'] },
  'outbox-poller-vars': {
    keys: [
      'MEMORY_LIMIT_MB',
      'INTERVAL_MIN',
      'INTERVAL_MAX',
      'BATCH_SIZE',
      'MEMORY_CHECK_INTERVAL',
      'POOL_SIZE',
      'POOL_MIN_SIZE',
      'POOL_MAX_SIZE',
      'POOL_TIMEOUT',
      'POOL_MAX_IDLE',
      'POOL_MAX_LIFETIME',
      'POOL_RECONNECT_TIMEOUT',
      'POOL_HEALTH_CHECK_INTERVAL',
    ].map((key) => `OUTBOX_POLLER_${key}`),
  },
  'email-vars': {
    keys: [
      'SMTP_DOMAIN',
      'MAX_ATTACHMENT_SIZE',
      'EMAIL_SAVE_ENDPOINT',
      'WEBHOOK_URL',
      'spam.txt',
      'domain-blacklist.txt',
    ],
    without: {
      'spam.txt': 'a file, and no variable',
      'domain-blacklist.txt': 'a file, and no variable',
    },
  },
  'runner-vars': {
    keys: [
      'NODE_ENV',
      'PORT',
      'EXECUTION_TIMEOUT_MS',
      'INIT_TIMEOUT_MS',
      'ISOLATE_MEMORY_MB',
      'API_BASE_URL',
      'CONTROL_SERVICE_BASE_URL',
    ],
  },
  'runner-secrets': { keys: ['RUNNER_HMAC_SECRET_KEY'] },
};
