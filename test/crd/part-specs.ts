import type { BadSpec, Spec } from './specs.ts';

/** Members of `spec.plane.components` that may have any number of pods. */
const SCALABLE = [
  ...['web', 'admin', 'space', 'live', 'api', 'worker'],
  ...['externalApi', 'workerImporters', 'automationConsumer', 'webhookConsumer', 'agentConsumer'],
  ...['outboxPoller', 'silo', 'liveExporter', 'email', 'iframely', 'runner'],
  ...['piApi', 'piWorker'],
];

/** Tolerations that the API server would refuse in a pod. */
const TOLERATIONS: readonly (readonly [says: string, toleration: object])[] = [
  ['give a key, or the operator Exists', { value: 'apps' }],
  ['leave value out for the operator Exists', { operator: 'Exists', key: 'a', value: 'b' }],
  [
    'give tolerationSeconds for the effect NoExecute alone',
    { key: 'a', effect: 'NoSchedule', tolerationSeconds: 30 },
  ],
];

/** Variables that are none of the part. */
const UNKNOWN_VARIABLES = [
  {
    why: 'a variable that leads outside',
    part: 'api',
    at: 'name',
    variable: { name: 'SENTRY_DSN', value: 'https://a.example.com' },
  },
  {
    why: 'a variable of another part',
    part: 'live',
    at: 'name',
    variable: { name: 'SESSION_COOKIE_AGE', value: '60' },
  },
  {
    why: 'a variable without a value',
    part: 'silo',
    at: 'value',
    variable: { name: 'DEDUP_INTERVAL' },
  },
];

/** Variables whose value is none. */
const VARIABLES = [
  {
    part: 'api',
    name: 'SIGNED_URL_EXPIRATION',
    value: '1h',
    says: 'give SESSION_COOKIE_AGE, ADMIN_SESSION_COOKIE_AGE, SIGNED_URL_EXPIRATION, HARD_DELETE_AFTER_DAYS, UNUPLOADED_ASSET_DELETE_DAYS a whole number',
  },
  {
    part: 'api',
    name: 'SESSION_SAVE_EVERY_REQUEST',
    value: 'true',
    says: 'give SESSION_SAVE_EVERY_REQUEST 0 or 1',
  },
  {
    part: 'externalApi',
    name: 'SESSION_COOKIE_NAME',
    value: 'a=b;',
    says: 'give SESSION_COOKIE_NAME 1 to 64 letters, digits, "_" and "-"',
  },
  {
    part: 'worker',
    name: 'WEBHOOK_DISALLOWED_DOMAINS',
    value: 'https://a.corp.example.com',
    says: 'give WEBHOOK_DISALLOWED_DOMAINS domains, with a comma between them',
  },
  {
    part: 'beatWorker',
    name: 'LDAP_TLS_REQUIRE_CERT',
    value: 'maybe',
    says: 'give LDAP_TLS_REQUIRE_CERT never or demand',
  },
  { part: 'live', name: 'COMPRESSION_LEVEL', value: '10', says: 'give COMPRESSION_LEVEL 0 to 9' },
  {
    part: 'liveExporter',
    name: 'COMPRESSION_THRESHOLD',
    value: '-1',
    says: 'give COMPRESSION_THRESHOLD a whole number',
  },
  { part: 'silo', name: 'DEDUP_INTERVAL', value: '3s', says: 'give DEDUP_INTERVAL a whole number' },
];

/** Specs that break a rule about parts; `edited` sets one thing of a small spec otherwise. */
export const partRules = (edited: (path: string, value: unknown) => Spec): readonly BadSpec[] => [
  ...SCALABLE.map((part) => ({
    why: `${part} has a number of its own and of somebody else`,
    says: 'set at most one of replicas, autoscaling and scaledBy',
    path: `spec.plane.components.${part}`,
    spec: edited(`plane.components.${part}`, { replicas: 2, scaledBy: 'External' }),
  })),
  {
    why: 'an autoscaler with more pods at least than at most',
    says: 'set minReplicas to at most maxReplicas',
    path: 'spec.plane.components.web.autoscaling',
    spec: edited('plane.components.web.autoscaling', {
      minReplicas: 4,
      maxReplicas: 3,
      targetCPUUtilizationPercentage: 70,
    }),
  },
  {
    why: 'an autoscaler without a target',
    says: 'set targetCPUUtilizationPercentage, targetMemoryUtilizationPercentage or both',
    path: 'spec.plane.components.api.autoscaling',
    spec: edited('plane.components.api.autoscaling', { minReplicas: 2, maxReplicas: 3 }),
  },
  ...TOLERATIONS.map(([says, toleration]) => ({
    why: `a toleration that breaks: ${says}`,
    says,
    path: 'spec.plane.components.worker.tolerations[0]',
    spec: edited('plane.components.worker.tolerations', [toleration]),
  })),
  ...UNKNOWN_VARIABLES.map(({ why, part, at, variable }) => ({
    why,
    path: `spec.plane.components.${part}.extraEnv[0].${at}`,
    spec: edited(`plane.components.${part}.extraEnv`, [variable]),
  })),
  ...VARIABLES.map(({ part, says, name, value }) => ({
    why: `${name} is ${JSON.stringify(value)}`,
    says,
    path: `spec.plane.components.${part}.extraEnv[0]`,
    spec: edited(`plane.components.${part}.extraEnv`, [{ name, value }]),
  })),
  {
    why: 'mail is taken in for no domain',
    says: 'set mail.intake where components.email is enabled',
    path: 'spec.plane',
    spec: edited('plane.components.email', { enabled: true }),
  },
  {
    why: 'a login by mail without mail',
    says: 'give mail.smtp where firstBoot.magicLinkLogin is Enabled, or leave the login disabled',
    path: 'spec.plane',
    spec: edited('plane.firstBoot', { magicLinkLogin: 'Enabled' }),
  },
];

/** Values of parts that are refused where they stand. */
export const PART_VALUES: readonly (readonly [why: string, path: string, value: unknown])[] = [
  ['a switch on a part that cannot be off', 'plane.components.api.enabled', true],
  ['variables for a part that reads none', 'plane.components.web.extraEnv', []],
  ['another profile', 'profile', 'High'],
  ['images of another variant', 'images.variant', 'Hardened'],
  ['a switch as text', 'plane.components.silo.enabled', 'yes'],
  ['mail without a certificate', 'plane.mail.intake.tls', undefined],
  ['a server without a scheme', 'plane.integrations.gitlab.url', 'gitlab.corp.example.com'],
  ['a server that is public alone', 'plane.integrations.hubspot', { url: 'https://a.example.com' }],
  ['webhooks to any host', 'plane.webhooks.hosts', '*'],
  ['a setup that is neither', 'plane.setup', 'Ajar'],
  ['a sender without an address', 'plane.mail.smtp.from', 'Plane'],
  ['a sender on two lines', 'plane.mail.smtp.from', 'a\n<a@b>'],
  ['mail by a way that nobody knows', 'plane.mail.intake.serviceType', 'ExternalName'],
];
