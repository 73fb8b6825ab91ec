import { expect, test } from 'vitest';

import { aCase, inputsOf } from '../../../../golden/cases.ts';

/** Findings of a case with some fields of its spec and some values of Secrets set otherwise. */
function findings(
  title: string,
  changes: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, string>> = {},
) {
  const of = aCase(title, changes);
  return [...of.product.check({ model: of.model, inputs: inputsOf(of, values) })];
}

const DATABASE = 'spec.database.external.secretRef';
const STORE = 'spec.plane.objectStore.external.secretRef';
const SEARCH = 'spec.plane.search.external.secretRef';
const PASSWORD = 'hunter2hunter2';

test.each([
  {
    key: 'plane-database url',
    value: 'mysql://a:b@c/d',
    path: DATABASE,
    says: 'has the scheme "mysql"',
  },
  { key: 'plane-database url', value: 'c:5432/d', path: DATABASE, says: 'has the scheme "c"' },
  { key: 'plane-database url', value: 'postgres', path: DATABASE, says: 'is not a URL' },
  {
    key: 'plane-database url',
    value: 'postgresql://a:b@c/d\n',
    path: DATABASE,
    says: 'white space',
  },
  {
    key: 'plane-database url',
    value: 'postgresql://a:b@c/',
    path: DATABASE,
    says: 'names no database',
  },
  { key: 'plane-database url', value: 'postgresql://c/d', path: DATABASE, says: 'names no user' },
  { key: 'plane-database url', value: 'postgresql:///d', path: DATABASE, says: 'names no host' },
  {
    key: 'plane-database url',
    value: 'postgresql://a:5%zz@c/d',
    path: DATABASE,
    says: 'has a "%"',
  },
  {
    key: 'plane-cache url',
    value: 'http://c',
    path: 'spec.plane.cache.external.secretRef',
    says: 'scheme "http"',
  },
  {
    key: 'plane-broker connection',
    value: 'amqp://c/v',
    path: 'spec.plane.broker.external.secretRef',
    says: 'names no user',
  },
  {
    key: 'plane-files endpoint',
    value: 's3.corp.example.com',
    path: STORE,
    says: 'key "endpoint" is not a URL',
  },
  {
    key: 'plane-files endpoint',
    value: 'https://s3.corp.example.com/uploads',
    path: STORE,
    says: 'has a path',
  },
  {
    key: 'plane-files endpoint',
    value: 'https://a:b@s3.corp.example.com',
    path: STORE,
    says: 'holds a user',
  },
  { key: 'plane-files region', value: 'EU Central', path: STORE, says: 'is no name of a region' },
  { key: 'plane-files bucket', value: 'My_Bucket', path: STORE, says: 'is no name of a bucket' },
  { key: 'plane-files secretAccessKey', value: 'abc\n', path: STORE, says: 'holds white space' },
  {
    key: 'plane-search url',
    value: 'opensearch.corp.example.com:9200',
    path: SEARCH,
    says: 'key "url" has the scheme',
  },
  {
    key: 'plane-search url',
    value: 'https://a:b@opensearch.corp.example.com:9200',
    path: SEARCH,
    says: 'holds a user',
  },
  { key: 'plane-search password', value: 'abc\n', path: SEARCH, says: 'white space' },
  {
    key: 'internal-ca bundle.pem',
    value: 'hello',
    path: 'spec.trust.secretRef',
    says: 'no certificate',
  },
  {
    key: 'internal-ca bundle.pem',
    value: '-----BEGIN CERTIFICATE-----\nMIIB',
    path: 'spec.trust.secretRef',
    says: 'does not end',
  },
  {
    key: 'internal-ca bundle.pem',
    value: '-----BEGIN EC PRIVATE KEY-----\nMIIB',
    path: 'spec.trust.secretRef',
    says: 'holds a private key',
  },
])('a value of $key that $says waits to be mended', ({ key, value, path, says }) => {
  const found = findings('everything-external', {}, { [key]: value });
  expect(found.map(({ severity, rule, path: at }) => [severity, rule, at])).toEqual([
    ['wait', 'ProductSettings', path],
  ]);
  expect(found[0]?.message).toContain(says);
});

test.each([
  { key: 'intake-tls tls.crt', value: PASSWORD, says: 'holds no certificate in PEM' },
  {
    key: 'intake-tls tls.crt',
    value: `-----BEGIN PRIVATE KEY-----\n${PASSWORD}`,
    says: 'holds a private key',
  },
  { key: 'intake-tls tls.key', value: PASSWORD, says: 'holds no private key in PEM' },
])('a value of $key that $says waits to be mended, and is not repeated', ({ key, value, says }) => {
  const found = findings('everything-on', {}, { [key]: value });
  expect(found.map(({ severity, rule, path }) => [severity, rule, path])).toEqual([
    ['wait', 'ProductSettings', 'spec.plane.mail.intake.tls.secretRef'],
  ]);
  expect(found[0]?.message).toContain(says);
  expect(JSON.stringify(found)).not.toContain(PASSWORD);
});

test('a certificate for mail is nobody’s business while no mail is taken in', () => {
  const off = { 'plane.components.email.enabled': false };
  expect(findings('everything-on', off, { 'intake-tls tls.crt': '' })).toEqual([]);
});

test.each([
  { key: 'plane-database url', value: 'postgres://plane@/run' },
  { key: 'plane-database url', value: `mysql://plane:${PASSWORD}@db/plane` },
  { key: 'plane-cache url', value: `http://:${PASSWORD}@c` },
  { key: 'plane-broker connection', value: PASSWORD },
  { key: 'plane-files endpoint', value: `https://a:${PASSWORD}@s3` },
  { key: 'plane-files secretAccessKey', value: `${PASSWORD} ` },
  { key: 'plane-search url', value: `https://a:${PASSWORD}@search` },
  { key: 'plane-search password', value: `${PASSWORD} ` },
  { key: 'internal-ca bundle.pem', value: PASSWORD },
])('no finding repeats the value of $key', ({ key, value }) => {
  const found = findings('everything-external', {}, { [key]: value });
  expect(found).toHaveLength(1);
  expect(JSON.stringify(found)).not.toContain(PASSWORD);
});

test.each([
  {
    why: 'a limit below what the release requests',
    changes: { 'plane.components.api.resources': { limits: { memory: '256Mi' } } },
    path: 'spec.plane.components.api.resources',
    says: 'requests "512Mi" of memory and limits it to "256Mi"',
  },
  {
    why: 'a request above what the release allows',
    changes: { 'plane.components.beatWorker.resources': { requests: { cpu: '2' } } },
    path: 'spec.plane.components.beatWorker.resources',
    says: 'requests "2" of cpu and limits it to "500m"',
  },
  {
    why: 'a domain that only pods resolve',
    changes: { domain: 'plane-web.plane.svc' },
    path: 'spec.domain',
    says: 'browsers cannot resolve',
  },
])('$why is refused', ({ changes, path, says }) => {
  const found = findings('default', changes);
  expect(found.map(({ severity, path: at }) => [severity, at])).toEqual([['refuse', path]]);
  expect(found[0]?.message).toContain(says);
});

const PUBLISHED = [
  '60gp0byfz2dvffa45cxl20p1scy9xbpf6d8c5y0geejgkyp1b5',
  'dsOdt7YrvxsTIFJ37pOaEVvLxN8KGBCr',
  'htbqvBJAgpm9bzvf3r4urJer0ENReatceh',
  'tyfvfqvBJAgpm9bzvf3r4urJer0Ehfdubk',
  'gzb7MRLr0FoN129NyWARZEs84P9LzQ',
  'TTqazTcoBajYKzIAeIKFZeTX9czAoUsG',
  'Secure@Pass#123!%^&*',
];

test.each(PUBLISHED)('a generated Secret that somebody brought with %s is not taken', (value) => {
  const { product, model } = aCase('default');
  const kept = { 'plane-keys': { ANY: value, OTHER: 'own' } };
  const found = [...product.check({ model, inputs: undefined, kept })];
  expect(found.map(({ severity, rule, path }) => [severity, rule, path])).toEqual([
    ['wait', 'PublishedSecret', 'metadata.name'],
  ]);
  expect(found[0]?.message).toContain('key "ANY" of Secret "plane-keys"');
  expect(JSON.stringify(found)).not.toContain(value);
});

test.each([
  { key: 'plane-database url', value: 'postgresql://plane:plane@db/plane', path: DATABASE },
  { key: 'plane-database url', value: 'postgresql://u:pl%61ne@db/plane', path: DATABASE },
  { key: 'plane-database url', value: 'postgresql://u@db/plane?password=plane', path: DATABASE },
  {
    key: 'plane-database url',
    value: `postgresql://u:${encodeURIComponent('Secure@Pass#123!%^&*')}@db/plane`,
    path: DATABASE,
  },
  {
    key: 'plane-broker connection',
    value: 'amqp://plane:plane@broker/',
    path: 'spec.plane.broker.external.secretRef',
  },
  {
    key: 'plane-cache url',
    value: 'redis://:password@cache/',
    path: 'spec.plane.cache.external.secretRef',
  },
  { key: 'plane-files secretAccessKey', value: 'password', path: STORE },
])('the published password in $value of $key is not taken', ({ key, value, path }) => {
  const found = findings('everything-external', {}, { [key]: value });
  expect(found.map(({ severity, rule, path: at }) => [severity, rule, at])).toEqual([
    ['wait', 'PublishedSecret', path],
  ]);
  const [secret = '', name = ''] = key.split(' ');
  expect(found[0]?.message).toContain(`key "${name}" of Secret "${secret}"`);
});

test.each([
  { key: 'plane-database url', value: 'postgresql://plane:Own-1@db/plane' },
  { key: 'plane-files bucket', value: 'plane' },
  { key: 'plane-files accessKeyId', value: 'plane' },
])('$value of $key is nothing that has to be secret', ({ key, value }) => {
  expect(findings('everything-external', {}, { [key]: value })).toEqual([]);
});

test('everything wrong is said at once', () => {
  const found = findings(
    'everything-external',
    { domain: 'localhost', 'plane.components.web.resources': { limits: { cpu: '10m' } } },
    { 'plane-database url': 'x', 'plane-files bucket': 'X', 'plane-files region': '' },
  );
  expect(found).toHaveLength(5);
});

test('without values only what the spec says is judged', () => {
  const of = aCase('everything-external', { domain: 'localhost' });
  expect([...of.product.check({ model: of.model, inputs: undefined })]).toHaveLength(1);
});
