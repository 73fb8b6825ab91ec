/** An address for what must be named and must not be reached: a port of the pod itself on which nobody listens. */
export const NOBODY_LISTENS = 'http://127.0.0.1:9';

/**
 * Settings whose default, in the product or in its image, is somebody's service on the internet: switched off, or a
 * port of the pod itself on which nobody listens and where a connection fails at once.
 */
export const SWITCHED_OFF = {
  // Traces of usage. There is no switch but a field in the database; the endpoint at least stays in the pod.
  OTLP_ENDPOINT: 'http://127.0.0.1:4317',
  POSTHOG_API_KEY: '',
  POSTHOG_HOST: '',
  SENTRY_DSN: '',
  SENTRY_ENVIRONMENT: '',
  SCOUT_MONITOR: '',
  SCOUT_KEY: '',
  // The page behind "What's new", a default of the image.
  INSTANCE_CHANGELOG_URL: '',
  // Cover pictures.
  UNSPLASH_ACCESS_KEY: '',
  // The writing assistant: without a key it asks nobody.
  LLM_API_KEY: '',
  ANALYTICS_BASE_API: '',
  ANALYTICS_SECRET_KEY: '',
  // The chat with the vendor in a corner of the page.
  IS_INTERCOM_ENABLED: '0',
  INTERCOM_APP_ID: '',
  // Logins by others: seeds of the first start. Google's and GitHub's servers are fixed in the product.
  IS_GOOGLE_ENABLED: '0',
  GOOGLE_CLIENT_ID: '',
  IS_GITHUB_ENABLED: '0',
  GITHUB_CLIENT_ID: '',
  // Where a login by GitLab or Gitea would go; left out, the product falls back to the public servers.
  IS_GITLAB_ENABLED: '0',
  GITLAB_HOST: '',
  GITLAB_CLIENT_ID: '',
  IS_GITEA_ENABLED: '0',
  GITEA_HOST: '',
  GITEA_CLIENT_ID: '',
} as const;
