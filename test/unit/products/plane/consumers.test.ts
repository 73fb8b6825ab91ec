import { expect, test } from 'vitest';

import type { Part } from '../../../../operator/products/product.ts';
import { aCase, partsOf } from '../../../golden/cases.ts';
import { podOf } from './rendered.ts';

const DJANGO = ['migration', 'api', 'worker', 'beat-worker'];
/** Parts that are started anew for another bundle of authorities; the stores see another file. */
const ASKING = [
  'bucket',
  'migration',
  'monitor',
  'api',
  'worker',
  'beat-worker',
  'live',
  'web',
  'admin',
  'space',
];

/** Parts whose pods differ. */
function restarted(before: readonly Part[], after: readonly Part[]): readonly string[] {
  const pods = new Map(before.map((part) => [part.name, JSON.stringify(podOf(part))]));
  return after
    .filter((part) => pods.get(part.name) !== JSON.stringify(podOf(part)))
    .map(({ name }) => name);
}

test.each([
  { key: 'plane-keys SECRET_KEY', consumers: DJANGO },
  { key: 'plane-keys AES_SECRET_KEY', consumers: DJANGO },
  { key: 'plane-keys PI_INTERNAL_SECRET', consumers: DJANGO },
  { key: 'plane-keys LIVE_SERVER_SECRET_KEY', consumers: [...DJANGO, 'live'] },
  {
    key: 'plane-keys MACHINE_SIGNATURE',
    consumers: ['migration', 'monitor', 'api', 'worker', 'beat-worker'],
  },
  { key: 'plane-postgres-login password', consumers: ['postgres', ...DJANGO] },
  { key: 'plane-valkey-login password', consumers: ['valkey', ...DJANGO, 'live'] },
  { key: 'plane-rabbitmq-login password', consumers: ['rabbitmq', ...DJANGO, 'live'] },
  { key: 'plane-minio-login password', consumers: ['minio', 'bucket', ...DJANGO] },
  { key: 'internal-ca ca.crt', consumers: ASKING },
])('$key restarts $consumers and nothing else', ({ key, consumers }) => {
  const of = aCase('default');
  expect([...restarted(partsOf(of), partsOf(of, { [key]: 'another' }))].sort()).toEqual(
    [...consumers].sort(),
  );
});

test.each([
  { key: 'plane-database url', value: 'postgresql://a:b@c.corp.example.com/d', consumers: DJANGO },
  { key: 'plane-cache url', value: 'redis://c.corp.example.com', consumers: [...DJANGO, 'live'] },
  {
    key: 'plane-broker connection',
    value: 'amqp://a:b@c.corp.example.com/',
    consumers: [...DJANGO, 'live'],
  },
  { key: 'plane-files secretAccessKey', value: 'another', consumers: DJANGO },
])(
  '$key of an external store restarts $consumers and nothing else',
  ({ key, value, consumers }) => {
    const of = aCase('external');
    expect([...restarted(partsOf(of), partsOf(of, { [key]: value }))].sort()).toEqual(
      [...consumers].sort(),
    );
  },
);

test.each<{
  why: string;
  changes: Readonly<Record<string, unknown>>;
  consumers: readonly string[];
}>([
  { why: 'a number of pods', changes: { 'plane.components.web.replicas': 3 }, consumers: [] },
  { why: 'an annotation of the Ingress', changes: { 'ingress.annotations.a': 'b' }, consumers: [] },
  { why: 'a licence', changes: { 'license.secretRef.name': 'other' }, consumers: [] },
  { why: 'a pull secret', changes: { 'images.pullSecrets': [{ name: 'other' }] }, consumers: [] },
  { why: 'the deletion policy', changes: { deletionPolicy: 'Delete' }, consumers: [] },
  {
    why: 'the source of the certificate',
    changes: { 'certificates.secretRef.name': 'other' },
    consumers: [],
  },
  { why: 'a size', changes: { 'database.embedded.size': '30Gi' }, consumers: [] },
  {
    why: 'resources of one part',
    changes: { 'plane.components.live.resources.limits.memory': '3Gi' },
    consumers: ['live'],
  },
  {
    why: 'the image of one part',
    changes: { 'images.overrides': [{ key: 'web', tag: 'v3.1.2-patched' }] },
    consumers: ['web'],
  },
  {
    why: 'the domain',
    changes: { domain: 'other.corp.example.com' },
    consumers: ['migration', 'monitor', 'api', 'worker', 'beat-worker', 'live'],
  },
  {
    why: 'a release',
    changes: { version: 'v3.1.4' },
    consumers: ASKING.filter((part) => part !== 'bucket'),
  },
])('$why restarts $consumers and nothing else', ({ changes, consumers }) => {
  const before = partsOf(aCase('default'));
  expect([...restarted(before, partsOf(aCase('default', changes)))].sort()).toEqual(
    [...consumers].sort(),
  );
});

test('a changed migration is another Job', () => {
  const names = [aCase('default'), aCase('default', { version: 'v3.1.4' })].map((of) =>
    partsOf(of).flatMap(({ objects }) =>
      objects.filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata.name),
    ),
  );
  expect(names[0]?.[0]).toBe(names[1]?.[0]);
  expect(names[0]?.[1]).not.toBe(names[1]?.[1]);
});
