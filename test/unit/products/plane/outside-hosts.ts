/** One line of `reference/plane.md` 6.4: a host that the product can contact, and what is done about it. */
export interface OutsideHost {
  readonly host: string;
  /** Values as they must stand in sets of environment, by set and key. */
  readonly rendered?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Keys that no set may have, or have empty at most: the host is asked only when one is set. */
  readonly unset?: RegExp;
  /** Kinds that nothing may render. */
  readonly noKind?: RegExp;
  /** What of it nobody but the administrator can do, or nobody at all; the README says it, too. */
  readonly left?: string;
}

const VARS = 'app-vars';
const OFF = 'http://127.0.0.1:9';

/** Line by line, in the order of the reference. */
export const OUTSIDE_HOSTS: readonly OutsideHost[] = [
  {
    host: 'prime.plane.so',
    rendered: { [VARS]: { IS_AIRGAPPED: '1' }, 'monitor-vars': { IS_AIRGAPPED: '1' } },
  },
  {
    host: 'api.github.com/repos/makeplane/plane/releases/latest',
    left: 'Notice of newer releases',
  },
  {
    host: 'telemetry.plane.so',
    rendered: { [VARS]: { OTLP_ENDPOINT: 'http://127.0.0.1:4317' } },
    left: 'Telemetry',
  },
  { host: 'customer OTLP endpoint', unset: /^OTEL_(?!SERVICE_NAME$)/ },
  { host: 'POSTHOG_HOST', rendered: { [VARS]: { POSTHOG_API_KEY: '', POSTHOG_HOST: '' } } },
  {
    host: 'Sentry',
    rendered: {
      [VARS]: { SENTRY_DSN: '' },
      'live-vars': { LIVE_SENTRY_DSN: '' },
      'silo-vars': { SENTRY_DSN: '' },
    },
  },
  { host: 'Scout APM', rendered: { [VARS]: { SCOUT_MONITOR: '', SCOUT_KEY: '' } } },
  { host: 'www.clarity.ms', unset: /SESSION_RECORDER/ },
  {
    host: 'in-app chat',
    rendered: { [VARS]: { IS_INTERCOM_ENABLED: '0', INTERCOM_APP_ID: '' } },
  },
  { host: 'sites.plane.so', rendered: { [VARS]: { INSTANCE_CHANGELOG_URL: '' } } },
  { host: 'api.unsplash.com', rendered: { [VARS]: { UNSPLASH_ACCESS_KEY: '' } } },
  { host: 'api.openai.com', rendered: { [VARS]: { LLM_API_KEY: '' } } },
  {
    host: 'OpenAI, Anthropic, Groq, Cohere, Bedrock',
    // OpenAI's lead to an address of the site or to nobody, which is the subject of ai.test.ts.
    unset: /^(CLAUDE|GROQ|COHERE|BR_AWS)_/,
  },
  {
    host: 'accounts.google.com',
    rendered: { [VARS]: { IS_GOOGLE_ENABLED: '0', GOOGLE_CLIENT_ID: '' } },
    left: 'Login by Google or GitHub',
  },
  {
    host: 'github.com',
    rendered: { [VARS]: { IS_GITHUB_ENABLED: '0', GITHUB_CLIENT_ID: '' } },
    left: 'Login by Google or GitHub',
  },
  {
    host: 'gitlab.com',
    rendered: { [VARS]: { IS_GITLAB_ENABLED: '0', GITLAB_HOST: '', GITLAB_CLIENT_ID: '' } },
    left: 'Login by GitLab or Gitea',
  },
  {
    host: 'gitea.com',
    rendered: { [VARS]: { IS_GITEA_ENABLED: '0', GITEA_HOST: '', GITEA_CLIENT_ID: '' } },
    left: 'Login by GitLab or Gitea',
  },
  { host: 'avatar URLs returned by the IdP', left: 'Pictures of people' },
  {
    host: 'github.com / gitlab.com / slack.com / sentry.io / bitbucket.org / hubspot / jira / linear / asana',
    rendered: { 'silo-vars': { SENTRY_BASE_URL: OFF, SLACK_BASE_URL: OFF } },
    unset:
      /^(GITHUB|GITLAB|SLACK|BITBUCKET|HUBSPOT|MS_TEAMS|JIRA|LINEAR|ASANA)_(CLIENT|APP|PRIVATE|WEBHOOK|SIGNING|TENANT)/,
    left: 'Connectors and importers of public services',
  },
  { host: 'any URL a user pastes', left: 'Previews and titles of links' },
  { host: 'webhook targets', left: 'Webhooks' },
  {
    host: 'embed.diagrams.net',
    rendered: { [VARS]: { DRAWIO_EMBED_URL: 'https://plane.corp.example.com/drawio/' } },
    left: 'Diagrams',
  },
  { host: 'cdn.jsdelivr.net', left: 'Emoji in callouts, fonts and pictures of mails' },
  { host: 'fonts.googleapis.com', left: 'Emoji in callouts, fonts and pictures of mails' },
  { host: 'media.docs.plane.so', left: 'Emoji in callouts, fonts and pictures of mails' },
  {
    host: 'uploads.s3.amazonaws.com',
    rendered: {
      'doc-store-secrets': { AWS_S3_ENDPOINT_URL: 'http://plane-minio.plane.svc:9000' },
    },
  },
  { host: 'acme-v02.api.letsencrypt.org', noKind: /^(Cluster)?Issuer$/ },
  { host: 'Docker Hub', noKind: /^$/ },
  { host: 'plane.so / docs / forum links', left: 'Links to the vendor' },
];
