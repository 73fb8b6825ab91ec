import type { Reference } from '../product.ts';
import { OBJECT_STORE_KEYS } from './connections.ts';
import { MAIL_KEYS } from './environment/first-boot.ts';
import { SEARCH_KEYS } from './environment/search.ts';
import { SENTRY_KEYS } from './environment/silo.ts';
import { MEMBERS, runs } from './members.ts';
import { intakeOf } from './model.ts';
import type { PlaneModel } from './model.ts';

/** Keys of the Secret with the certificate for mail that comes in. */
export const INTAKE_KEYS = ['tls.crt', 'tls.key'] as const;

/** Secrets of external stores, of models, of mail and of integrations; PriorityClasses, and what autoscalers need. */
export const references = (model: PlaneModel): readonly Reference[] => [
  ...stores(model),
  ...models(model.own.ai),
  ...servers(model),
  ...priorities(model),
  ...metrics(model),
];

function stores({ own }: PlaneModel): readonly Reference[] {
  const { cache, broker, objectStore, search } = own;
  return [
    ...keyed('spec.plane.cache.external.secretRef', cache.external?.secretRef),
    ...keyed('spec.plane.broker.external.secretRef', broker.external?.secretRef),
    ...whole(
      'spec.plane.objectStore.external.secretRef',
      objectStore.external?.secretRef,
      OBJECT_STORE_KEYS,
    ),
    ...whole('spec.plane.search.external.secretRef', search?.external?.secretRef, SEARCH_KEYS),
  ];
}

function servers(model: PlaneModel): readonly Reference[] {
  const { mail, integrations } = model.own;
  const sentry = integrations?.sentry?.secretRef;
  return [
    ...whole('spec.plane.mail.smtp.secretRef', mail?.smtp?.secretRef, MAIL_KEYS),
    ...whole('spec.plane.integrations.sentry.secretRef', sentry, SENTRY_KEYS),
    // Nobody reads it while the part is off.
    ...whole('spec.plane.mail.intake.tls.secretRef', intakeOf(model)?.tls.secretRef, INTAKE_KEYS),
  ];
}

/** PriorityClasses of the parts that run. */
const priorities = (model: PlaneModel): readonly Reference[] =>
  MEMBERS.flatMap(([member]) => {
    const name = runs(model, member)
      ? model.own.components?.[member]?.priorityClassName
      : undefined;
    const path = `spec.plane.components.${member}.priorityClassName`;
    return name === undefined ? [] : [{ kind: 'PriorityClass', path, name }];
  });

/** What autoscalers ask for the use of pods. */
const metrics = (model: PlaneModel): readonly Reference[] =>
  MEMBERS.flatMap(([member]) => {
    const settings = runs(model, member) ? model.own.components?.[member] : undefined;
    const path = `spec.plane.components.${member}.autoscaling`;
    return settings === undefined || !('autoscaling' in settings)
      ? []
      : [{ kind: 'APIService', path, name: 'v1beta1.metrics.k8s.io' }];
  });

const models = (ai: PlaneModel['own']['ai']): readonly Reference[] => [
  ...keyed('spec.plane.ai.database.secretRef', ai?.database?.secretRef),
  ...keyed('spec.plane.ai.model.secretRef', ai?.model.secretRef, 'apiKey'),
  ...keyed(
    'spec.plane.ai.embeddings.endpoint.secretRef',
    ai?.embeddings?.endpoint?.secretRef,
    'apiKey',
  ),
];

interface SecretRef {
  readonly name: string;
  readonly key?: string | undefined;
}

/** A Secret of which one key is read. */
const keyed = (path: string, ref: SecretRef | undefined, key = 'url'): readonly Reference[] =>
  whole(path, ref, [ref?.key ?? key]);

/** A Secret of which several keys are read. */
const whole = (
  path: string,
  ref: SecretRef | undefined,
  keys: readonly string[],
): readonly Reference[] =>
  ref === undefined ? [] : [{ kind: 'Secret', path, name: ref.name, keys }];
