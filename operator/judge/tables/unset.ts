/** Settings that may be left out: the software then asks nobody, or refuses to start. Whatever is not listed is refused. */
export const HARMLESS_WHEN_UNSET: readonly {
  readonly setting: RegExp;
  readonly because: string;
}[] = [
  {
    setting: / when .*\b(?:is|are) (?:off|false|disabled|0|not set|unset|not enabled|unused)$/,
    because: 'the feature that would need it is off',
  },
  { setting: /^GITEA_HOST\b/, because: 'the software refuses to start without it' },
  {
    setting: /^(?:LDAP_SERVER_URI|LDAP server|LDAP_SERVERS)\b/,
    because: 'nothing is asked without it',
  },
  {
    setting: /^(?:OIDC|SAML)\b.*\b(?:issuer|url|metadata)\b/i,
    because: 'nothing is asked without it',
  },
  { setting: /^(?:LIVE_)?SENTRY_DSN\b/, because: 'reporting is off without it' },
  { setting: /^POSTHOG_(?:HOST|API_KEY)\b/, because: 'nothing is sent unless both are set' },
  {
    setting: /^(?:SCOUT_KEY|SCOUT_MONITOR|UNSPLASH_ACCESS_KEY|LLM_API_KEY)\b/,
    because: 'the feature is off without it',
  },
  { setting: /^(?:HTTPS?_PROXY|ALL_PROXY|NO_PROXY)\b/, because: 'no proxy is used without it' },
  {
    setting: /^OTEL_EXPORTER_OTLP(?:_[A-Z]+)?_ENDPOINT\b/,
    because: 'the kit falls back to the pod itself',
  },
  { setting: /^FRONTEND_OTLP_ENDPOINT\b/, because: 'browsers send nothing without it' },
  {
    setting: /^ESO kubernetes provider server\.url\b/,
    because: 'the API server of the cluster is asked',
  },
  {
    setting: /^ESO (?:vault|conjur|secretserver) provider (?:server|url|serverURL)\b/,
    because: 'the store refuses to work without it',
  },
  { setting: /^ESO fake provider\b/, because: 'nobody is asked' },
  {
    setting: /^(?:REDIS_URL|DATABASE_URL|AMQP_URL)\b/,
    because: 'the software does not start without it',
  },
];
