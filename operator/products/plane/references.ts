import type { Reference } from '../product.ts';
import { keyed, placement, whole } from '../shared/references.ts';
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
  ...placements(model),
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

/** What the parts that run name of the cluster. */
const placements = (model: PlaneModel): readonly Reference[] =>
  MEMBERS.flatMap(([member]) =>
    runs(model, member)
      ? placement(`spec.plane.components.${member}`, model.own.components?.[member])
      : [],
  );

const models = (ai: PlaneModel['own']['ai']): readonly Reference[] => [
  ...keyed('spec.plane.ai.database.secretRef', ai?.database?.secretRef),
  ...keyed('spec.plane.ai.model.secretRef', ai?.model.secretRef, 'apiKey'),
  ...keyed(
    'spec.plane.ai.embeddings.endpoint.secretRef',
    ai?.embeddings?.endpoint?.secretRef,
    'apiKey',
  ),
];
