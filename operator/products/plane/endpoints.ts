import type { Endpoint } from '../endpoint.ts';
import { declared } from './integrations.ts';
import type { PlaneModel } from './model.ts';

/**
 * Every place of `spec.plane` that names a host, and every key of a Secret that does. What comes in by mail names a
 * domain that nobody dials (`mail.intake.domain`), and so does the sender's address.
 */
export const endpoints = (model: PlaneModel): readonly Endpoint[] => [
  ...stores(model),
  ...models(model),
  ...servers(model),
  ...webhooks(model),
];

const stores = ({ own: { cache, broker, objectStore, search } }: PlaneModel) => [
  ...held('spec.plane.cache.external.secretRef', 'dsn', cache.external?.secretRef),
  ...held('spec.plane.broker.external.secretRef', 'dsn', broker.external?.secretRef),
  ...held('spec.plane.objectStore.external.secretRef', 'url', {
    ...objectStore.external?.secretRef,
    key: 'endpoint',
  }),
  ...held('spec.plane.search.external.secretRef', 'url', search?.external?.secretRef),
];

const models = ({ own: { ai } }: PlaneModel): readonly Endpoint[] => [
  ...held('spec.plane.ai.database.secretRef', 'dsn', ai?.database?.secretRef),
  ...written('spec.plane.ai.model.url', 'url', ai?.model.url),
  ...written('spec.plane.ai.embeddings.endpoint.url', 'url', ai?.embeddings?.endpoint?.url),
];

const servers = (model: PlaneModel): readonly Endpoint[] => [
  ...declared(model).flatMap(({ name, url }) =>
    written(`spec.plane.integrations.${name}.url`, 'url', url),
  ),
  ...written('spec.plane.mail.smtp.host', 'host', model.own.mail?.smtp?.host),
];

const webhooks = ({ own: { webhooks: allowed } }: PlaneModel): readonly Endpoint[] => [
  ...(allowed?.hosts ?? []).flatMap((host, index) =>
    written(`spec.plane.webhooks.hosts[${index}]`, 'host', host),
  ),
  ...(allowed?.addresses ?? []).flatMap((block, index) =>
    written(`spec.plane.webhooks.addresses[${index}]`, 'list', `WEBHOOK_ALLOWED_IPS=${block}`),
  ),
];

const written = (
  path: string,
  kind: Endpoint['kind'],
  text: string | undefined,
): readonly Endpoint[] => (text === undefined ? [] : [{ path, kind, text }]);

const held = (
  path: string,
  kind: Endpoint['kind'],
  ref: { readonly name?: string | undefined; readonly key?: string | undefined } | undefined,
): readonly Endpoint[] =>
  ref?.name === undefined
    ? []
    : [{ path, kind, secret: { name: ref.name, key: ref.key ?? 'url' } }];
