import { expect, test } from 'vitest';

import { endpointsOf } from '../../../operator/preflight/endpoints.ts';
import type { Endpoint } from '../../../operator/preflight/endpoints.ts';
import type { Facts } from '../../../operator/preflight/facts.ts';
import { policyFact } from '../../../operator/preflight/policy.ts';
import { endpoints } from '../../../operator/preflight/rules/endpoints.ts';
import { aCase, CASES, SITE } from '../../golden/cases.ts';
import { anInput } from '../../support/rule-input.ts';

const POLICY = {
  allowedHosts: ['bedrock-runtime.us-east-1.amazonaws.com', 'sts.us-east-1.amazonaws.com'],
  allowedSuffixes: ['corp.example.com'],
  allowedRegistries: ['registry.corp.example.com', 'registry.corp.example.com:5000'],
};

const URL_AT: Endpoint = { path: 'spec.a', kind: 'url', text: 'https://a.corp.example.com/' };
const OUTSIDE: Endpoint = { path: 'spec.b', kind: 'url', text: 'https://b.evil.net/' };
const HELD: Endpoint = { path: 'spec.c', kind: 'dsn', secret: { name: 'db', key: 'url' } };

const found = (facts: Partial<Facts>): readonly string[] =>
  [...endpoints.check(anInput({ facts: { policy: policyFact(POLICY, 'plane'), ...facts } }))].map(
    ({ severity, rule, path, message }) => `${severity} ${rule} ${path}: ${message}`,
  );

const holding = (text: string): Partial<Facts> => ({
  endpoints: [HELD],
  secrets: { db: { url: { text, bytes: text.length } } },
});

test('endpoints: what is inside is no finding', () => {
  expect(found({ endpoints: [URL_AT] })).toEqual([]);
});

test('endpoints: a text of the spec that leads outside is refused', () => {
  expect(found({ endpoints: [URL_AT, OUTSIDE] })).toEqual([
    expect.stringMatching(/^refuse NameNotAllowed spec\.b: .*b\.evil\.net/),
  ]);
});

test('endpoints: a value of a Secret that leads outside is waited for, and never shown', () => {
  const [finding, ...more] = found(holding('postgresql://plane:hunter2@db.evil.net:5432/plane'));
  expect(more).toEqual([]);
  expect(finding).toMatch(
    /^wait NameNotAllowed spec\.c: key "url" of Secret "db": .*db\.evil\.net/,
  );
  expect(finding).not.toContain('hunter2');
});

test.each([
  { why: 'is not there', facts: { endpoints: [HELD], secrets: {} } },
  { why: 'lacks the key', facts: { endpoints: [HELD], secrets: { db: {} } } },
])('endpoints: a Secret that $why is the subject of another rule', ({ facts }) => {
  expect(found(facts)).toEqual([]);
});

test('endpoints: without a policy nothing is inside, and that is said once', () => {
  expect(found({ endpoints: [URL_AT, OUTSIDE], policy: policyFact(undefined, 'plane') })).toEqual([
    'wait NoPolicy AirgapPolicy/cluster: there is no AirgapPolicy "cluster", so nothing counts as inside',
  ]);
});

test('endpoints: a policy that cannot be read is none', () => {
  const policy = policyFact({ allowedSuffixes: 5 }, 'plane');
  expect(found({ endpoints: [URL_AT], policy })).toEqual([
    expect.stringContaining('cannot be read: spec.allowedSuffixes'),
  ]);
});

test('endpoints: an entry that lets nothing in is noted', () => {
  const stored = { ...POLICY, allowedSuffixes: ['com', 'co.uk', 'corp.example.com'] };
  const policy = policyFact(stored, 'plane');
  expect(found({ endpoints: [URL_AT], policy })).toEqual([
    // By the schema, whose rule may be newer than what is stored, and by the lint of what is left.
    expect.stringMatching(/^note PolicyTooWide AirgapPolicy\/cluster spec\.allowedSuffixes\[0\]: /),
    expect.stringMatching(/^note PolicyTooWide AirgapPolicy\/cluster spec\.allowedSuffixes\[0\]: /),
  ]);
});

test('endpoints: a namespace has its own lists, and those of the cluster where it has none', () => {
  const stored = {
    ...POLICY,
    namespaces: [{ name: 'lab', allowedSuffixes: ['lab.internal'] }],
  };
  const image: Endpoint = {
    path: 'spec.i',
    kind: 'image',
    text: 'registry.corp.example.com/makeplane/web:v1',
  };
  const facts = { endpoints: [URL_AT, image] };
  expect(found({ ...facts, policy: policyFact(stored, 'plane') })).toEqual([]);
  expect(found({ ...facts, policy: policyFact(stored, 'lab') })).toEqual([
    expect.stringMatching(/^refuse ReservedName spec\.a/),
  ]);
});

test('endpoints: offline without a policy nothing is judged', () => {
  expect(found({ endpoints: [OUTSIDE], policy: { kind: 'unknown' } })).toEqual([]);
});

/** Text of an endpoint of a golden case. */
const textOf = (endpoint: Endpoint): string | undefined =>
  'text' in endpoint ? endpoint.text : SITE[`${endpoint.secret.name} ${endpoint.secret.key}`];

test.each(CASES)('every endpoint of $title is found, and inside', ({ spec, model, product }) => {
  const all = endpointsOf(spec, model, product);
  const secrets = Object.fromEntries(
    all.flatMap((endpoint) => {
      const text = textOf(endpoint) ?? '';
      return 'secret' in endpoint
        ? [[endpoint.secret.name, { [endpoint.secret.key]: { text, bytes: text.length } }]]
        : [];
    }),
  );
  expect(all.map(textOf)).not.toContain(undefined);
  expect(found({ endpoints: all, secrets })).toEqual([]);
});

test('an installation with everything outside has a place for each host', () => {
  const of = aCase('ai-external');
  expect(endpointsOf(of.spec, of.model, of.product).map(({ path, kind }) => `${kind} ${path}`))
    .toMatchInlineSnapshot(`
      [
        "image spec.images.registry",
        "host spec.domain",
        "dsn spec.database.external.secretRef",
        "dsn spec.plane.cache.external.secretRef",
        "dsn spec.plane.broker.external.secretRef",
        "url spec.plane.objectStore.external.secretRef",
        "url spec.plane.search.external.secretRef",
        "dsn spec.plane.ai.database.secretRef",
        "url spec.plane.ai.model.url",
      ]
    `);
});
