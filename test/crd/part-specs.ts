import type { BadSpec, Spec } from './specs.ts';

/** Members of `spec.plane.components` that may have any number of pods. */
const SCALABLE = [
  ...['web', 'admin', 'space', 'live', 'api', 'worker'],
  ...['externalApi', 'workerImporters', 'automationConsumer', 'webhookConsumer', 'agentConsumer'],
  ...['outboxPoller', 'silo', 'liveExporter', 'email', 'iframely', 'runner'],
];

/** Specs that break a rule about parts; `edited` sets one thing of a small spec otherwise. */
export const partRules = (edited: (path: string, value: unknown) => Spec): readonly BadSpec[] => [
  ...SCALABLE.map((part) => ({
    why: `${part} has a number of its own and of somebody else`,
    says: 'set at most one of replicas and scaledBy',
    path: `spec.plane.components.${part}`,
    spec: edited(`plane.components.${part}`, { replicas: 2, scaledBy: 'External' }),
  })),
  {
    why: 'mail is taken in for no domain',
    says: 'set mail.intake where components.email is enabled',
    path: 'spec.plane',
    spec: edited('plane.components.email', { enabled: true }),
  },
];

/** Values of parts that are refused where they stand. */
export const PART_VALUES: readonly (readonly [why: string, path: string, value: unknown])[] = [
  ['a switch on a part that cannot be off', 'plane.components.api.enabled', true],
  ['a switch as text', 'plane.components.silo.enabled', 'yes'],
  ['mail without a certificate', 'plane.mail.intake.tls', undefined],
  ['mail by a way that nobody knows', 'plane.mail.intake.serviceType', 'ExternalName'],
];
