import { oneOf, optional } from '../support/factors.ts';
import type { Factor } from '../support/factors.ts';

const secret = (name: string): object => ({ external: { secretRef: { name } } });

/** What a spec of Plane can choose, as far as the choices make different objects. */
export const FACTORS: readonly Factor[] = [
  oneOf('database', { embedded: { embedded: {} }, external: secret('plane-database') }),
  oneOf('plane.cache', { embedded: { embedded: {} }, external: secret('plane-cache') }),
  oneOf('plane.broker', { embedded: { embedded: {} }, external: secret('plane-broker') }),
  oneOf('plane.objectStore', { embedded: { embedded: {} }, external: secret('plane-files') }),
  optional('certificates', { secret: { secretRef: { name: 'plane-tls' } } }),
  optional('trust', { given: { secretRef: { name: 'internal-ca', key: 'ca.crt' } } }),
  optional('storage', { named: { className: 'fast' } }),
  optional('images.pullSecrets', { one: [{ name: 'mirror' }] }),
  optional('plane.components.web', { two: { replicas: 2 }, foreign: { scaledBy: 'External' } }),
  optional('plane.components.worker', {
    small: { resources: { requests: { memory: '256Mi' }, limits: { memory: '768Mi' } } },
  }),
];
