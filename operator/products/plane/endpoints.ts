import type { EndpointField } from '../endpoint.ts';

const at = (path: string, kind: EndpointField['kind']): EndpointField => ({ path, kind });

/** A reference to a Secret that may name its key. */
const held = (path: string, kind: EndpointField['kind'], key = 'url'): EndpointField => ({
  path: `${path}.secretRef`,
  kind,
  key,
});

/**
 * Every place of `spec.plane` that names a host. What comes in by mail names a domain that nobody dials
 * (`mail.intake.domain`), and so does the sender's address; no variable of `extraEnv` names a host.
 */
export const endpoints: readonly EndpointField[] = [
  held('spec.plane.cache.external', 'dsn'),
  held('spec.plane.broker.external', 'dsn'),
  held('spec.plane.objectStore.external', 'url', 'endpoint'),
  held('spec.plane.search.external', 'url'),
  held('spec.plane.ai.database', 'dsn'),
  at('spec.plane.ai.model.url', 'url'),
  at('spec.plane.ai.embeddings.endpoint.url', 'url'),
  at('spec.plane.integrations.githubEnterprise.url', 'url'),
  at('spec.plane.integrations.gitlab.url', 'url'),
  at('spec.plane.integrations.bitbucketDataCenter.url', 'url'),
  at('spec.plane.integrations.sentry.url', 'url'),
  at('spec.plane.mail.smtp.host', 'host'),
  at('spec.plane.webhooks.hosts[]', 'host'),
  {
    path: 'spec.plane.webhooks.addresses[]',
    kind: 'list',
    text: (block) => `WEBHOOK_ALLOWED_IPS=${String(block)}`,
  },
];
