/** What the entries of a list are. */
export type ListKind = 'origins' | 'hosts' | 'blocks' | 'servers' | 'inert';

/** Lists that the product reads, by name; entries of every other list are servers. */
export const LIST_KINDS: Readonly<Record<string, ListKind>> = {
  CORS_ALLOWED_ORIGINS: 'origins',
  CSRF_TRUSTED_ORIGINS: 'origins',
  ALLOWED_HOSTS: 'hosts',
  WEBHOOK_ALLOWED_HOSTS: 'hosts',
  WEBHOOK_ALLOWED_IPS: 'blocks',
  LDAP_SERVERS: 'servers',
  REDIS_SENTINELS: 'servers',
  NO_PROXY: 'inert',
  no_proxy: 'inert',
  WEBHOOK_DISALLOWED_DOMAINS: 'inert',
};
