import { SERVERS, SMTP } from './first-hour.ts';
import { member, oneOf, optional, set } from '../support/factors.ts';
import type { Draft, Factor } from '../support/factors.ts';

const secret = (name: string): object => ({ external: { secretRef: { name } } });

const MODEL = { url: 'https://llm.corp.example.com/v1', name: 'llama3' };
const VECTORS = { model: 'openai/a', endpoint: { url: 'https://llm.corp.example.com/v1' } };

/** What a spec of Plane can choose, as far as the choices make different objects. */
export const FACTORS: readonly Factor[] = [
  oneOf('database', { embedded: { embedded: {} }, external: secret('plane-database') }),
  oneOf('plane.cache', { embedded: { embedded: {} }, external: secret('plane-cache') }),
  oneOf('plane.broker', { embedded: { embedded: {} }, external: secret('plane-broker') }),
  oneOf('plane.objectStore', { embedded: { embedded: {} }, external: secret('plane-files') }),
  {
    name: 'plane.search',
    choices: {
      out: () => undefined,
      embedded: set('plane.search', { embedded: {} }),
      external: set('plane.search', secret('plane-search')),
      ai: askingModels(secret('plane-search'), {}),
      vectors: askingModels({ embedded: {} }, { embeddings: VECTORS }),
    },
  },
  optional('certificates', { secret: { secretRef: { name: 'plane-tls' } } }),
  optional('trust', { given: { secretRef: { name: 'internal-ca', key: 'ca.crt' } } }),
  optional('storage', { named: { className: 'fast' } }),
  optional('images.variant', { fips: 'FIPS' }),
  optional('images.pullSecrets', { one: [{ name: 'mirror' }] }),
  optional('plane.components.web', { two: { replicas: 2 }, foreign: { scaledBy: 'External' } }),
  optional('plane.components.worker', {
    small: { resources: { requests: { memory: '256Mi' }, limits: { memory: '768Mi' } } },
  }),
  optional('plane.components.api', {
    autoscaled: {
      autoscaling: { minReplicas: 2, maxReplicas: 6, targetCPUUtilizationPercentage: 70 },
    },
    placed: {
      nodeSelector: { 'site.example.com/tier': 'apps' },
      tolerations: [{ key: 'dedicated', value: 'apps', effect: 'NoSchedule' }],
      priorityClassName: 'apps',
    },
  }),
  {
    name: 'silo',
    choices: {
      out: () => undefined,
      off: set('plane.components.silo', { enabled: false }),
      two: set('plane.components.silo', { replicas: 2 }),
      // Integrations are refused while it is off.
      sentry: set('plane.integrations', { sentry: SERVERS.integrations.sentry }),
    },
  },
  optional('plane.components.outboxPoller', { off: { enabled: false } }),
  optional('plane.components.workerImporters', { on: { enabled: true } }),
  optional('plane.components.externalApi', { on: { enabled: true, scaledBy: 'External' } }),
  optional('plane.components.runner', { on: { enabled: true } }),
  optional('plane.components.iframely', { on: { enabled: true } }),
  optional('plane.setup', { open: 'Open' }),
  optional('plane.firstBoot', { open: { signUp: 'Open' } }),
  optional('plane.mail.smtp', { given: SMTP }),
  {
    name: 'email',
    choices: Object.fromEntries([
      ['off', () => undefined],
      ...['ClusterIP', 'NodePort', 'LoadBalancer'].map((type) => [type, takingMail(type)] as const),
    ]),
  },
];

/** Mail is taken in by two members of the spec together. */
function takingMail(serviceType: string): (draft: Draft) => void {
  return (draft) => {
    set('plane.mail.intake', {
      domain: 'intake.corp.example.com',
      tls: { secretRef: { name: 'intake-tls' } },
      serviceType,
    })(draft);
    set('plane.components.email', { enabled: true })(draft);
  };
}

/** Plane AI needs a search, and a database of its own where Plane's is external; *assumes* that this was chosen before. */
function askingModels(search: object, embeddings: object): (draft: Draft) => void {
  return (draft) => {
    const external = 'external' in member(draft, 'database');
    const database = external ? { database: { secretRef: { name: 'plane-ai-db' } } } : {};
    set('plane.search', search)(draft);
    set('plane.ai', { model: MODEL, ...database, ...embeddings })(draft);
  };
}
