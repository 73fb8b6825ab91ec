import { expect, test } from 'vitest';

import type { Part } from '../../../../operator/products/product.ts';
import { aCase, partsOf } from '../../../golden/cases.ts';
import { podOf } from './rendered.ts';

/** Parts that read keys and connections of the backend. */
const BACKEND = [
  'migration',
  'api',
  'worker',
  'beat-worker',
  'outbox-poller',
  'automation-consumer',
  'webhook-consumer',
];
/** Of those, the ones that read silo's keys too. */
const SIGNING = ['migration', 'api', 'worker', 'beat-worker', 'webhook-consumer'];
const LIVE = ['live', 'live-exporter'];
const FILES = [...SIGNING, 'automation-consumer', 'silo'];
/** Parts that only run where they are switched on, and read what the API does. */
const MORE = ['external-api', 'worker-importers', 'agent-consumer'];

/** Parts that are started anew for another bundle of authorities; the stores see another file. */
const ASKING = [
  'bucket',
  'migration',
  'monitor',
  'api',
  'worker',
  'beat-worker',
  'outbox-poller',
  'automation-consumer',
  'webhook-consumer',
  'silo',
  'live',
  'live-exporter',
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
  { key: 'plane-keys SECRET_KEY', consumers: [...BACKEND, ...MORE] },
  { key: 'plane-keys AES_SECRET_KEY', consumers: [...BACKEND, ...MORE, 'silo'] },
  { key: 'plane-keys PI_INTERNAL_SECRET', consumers: [...BACKEND, ...MORE] },
  { key: 'plane-keys LIVE_SERVER_SECRET_KEY', consumers: [...BACKEND, ...MORE, ...LIVE] },
  { key: 'plane-keys SILO_HMAC_SECRET_KEY', consumers: [...SIGNING, ...MORE, 'silo'] },
  { key: 'plane-keys CURSOR_WEBHOOK_SECRET', consumers: [...SIGNING, ...MORE, 'silo'] },
  { key: 'plane-keys RUNNER_HMAC_SECRET_KEY', consumers: [...BACKEND, ...MORE, 'runner'] },
  { key: 'plane-keys MACHINE_SIGNATURE', consumers: [...BACKEND, ...MORE, 'monitor'] },
  { key: 'plane-postgres-login password', consumers: [...BACKEND, ...MORE, 'silo', 'postgres'] },
  {
    key: 'plane-valkey-login password',
    consumers: [...BACKEND, ...MORE, 'silo', ...LIVE, 'valkey'],
  },
  {
    key: 'plane-rabbitmq-login password',
    consumers: [...BACKEND, ...MORE, 'silo', ...LIVE, 'rabbitmq'],
  },
  { key: 'intake-tls tls.crt', consumers: ['email'] },
  { key: 'plane-minio-login password', consumers: [...FILES, ...MORE, 'minio', 'bucket'] },
  { key: 'internal-ca ca.crt', consumers: [...ASKING, ...MORE, 'email', 'iframely', 'runner'] },
])('$key restarts $consumers and nothing else', ({ key, consumers }) => {
  const of = aCase('everything-on', { 'plane.ai': undefined, 'plane.search': undefined });
  expect([...restarted(partsOf(of), partsOf(of, { [key]: 'another' }))].sort()).toEqual(
    [...consumers].sort(),
  );
});

/** Parts that read how to search, and the Job that reads what the API does. */
const SEARCHING = [...FILES.filter((part) => part !== 'silo'), 'search-index'];

test.each([
  { key: 'plane-search password', value: 'another', consumers: SEARCHING },
  {
    key: 'plane-database url',
    value: 'postgresql://a:b@c.corp.example.com/d',
    consumers: [...BACKEND, 'search-index', 'silo'],
  },
  {
    key: 'plane-cache url',
    value: 'redis://c.corp.example.com',
    consumers: [...BACKEND, 'search-index', 'silo', ...LIVE],
  },
  {
    key: 'plane-broker connection',
    value: 'amqp://a:b@c.corp.example.com/',
    consumers: [...BACKEND, 'search-index', 'silo', ...LIVE],
  },
  { key: 'plane-files secretAccessKey', value: 'another', consumers: [...FILES, 'search-index'] },
])(
  '$key of an external store restarts $consumers and nothing else',
  ({ key, value, consumers }) => {
    const of = aCase('everything-external');
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
    consumers: [...BACKEND, 'monitor', 'silo', ...LIVE],
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

test('the login of an embedded search restarts it and those that ask it', () => {
  const of = aCase('everything-embedded');
  expect(
    [...restarted(partsOf(of), partsOf(of, { 'plane-opensearch-login password': 'b' }))].sort(),
  ).toEqual([...SEARCHING, 'opensearch'].sort());
});

test('search that is switched on starts anew what asks it, and nothing else', () => {
  const [before, after] = [
    aCase('default'),
    aCase('everything-embedded', { 'plane.components': undefined }),
  ];
  expect([...restarted(partsOf(before), partsOf(after))].sort()).toEqual(
    [...SEARCHING, 'opensearch'].sort(),
  );
});

const AI = ['pi-migration', 'pi-api', 'pi-worker', 'pi-beat'];

test.each([
  { key: 'plane-llm apiKey', consumers: AI },
  { key: 'plane-embeddings token', consumers: AI },
  { key: 'plane-keys PI_INTERNAL_SECRET', consumers: [...BACKEND, 'search-index', ...AI] },
  { key: 'plane-opensearch-login password', consumers: [...SEARCHING, 'opensearch', ...AI] },
  {
    key: 'plane-postgres-login password',
    consumers: [...BACKEND, 'search-index', 'silo', 'postgres', 'pi-database', ...AI],
  },
])('$key of Plane AI restarts $consumers and nothing else', ({ key, consumers }) => {
  const of = aCase('ai');
  expect([...restarted(partsOf(of), partsOf(of, { [key]: 'another' }))].sort()).toEqual(
    [...consumers].sort(),
  );
});

test('Plane AI that is switched on starts nothing anew', () => {
  const before = aCase('everything-embedded', { 'plane.components': undefined });
  const model = { url: 'http://llm.llm.svc/v1', name: 'llama3' };
  const after = aCase('everything-embedded', {
    'plane.components': undefined,
    'plane.ai': { model },
  });
  expect([...restarted(partsOf(before), partsOf(after))].sort()).toEqual(
    ['pi-database', ...AI].sort(),
  );
});
