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
