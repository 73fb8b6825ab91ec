import { expect, test } from 'vitest';

import { createInspection, createJudge, judge } from '../../../operator/judge/judge.ts';
import { lintPolicy } from '../../../operator/judge/policy-lint.ts';
import { CASES, verdictOf } from '../../support/vectors.ts';

/** Kinds whose text is one endpoint, so that the canonical form is a text of the same kind. */
const PLAIN = ['url', 'host', 'hostport', 'dsn', 'image'];
const POLICY = { allowedSuffixes: ['corp.example.com'], allowedCIDRs: ['fd12:3456:789a::/48'] };

test('judge refuses everything without a policy', () => {
  expect(judge({ kind: 'host', input: 'a.internal' }, undefined)).toMatchObject({
    verdict: 'refuse',
    reason: 'NoPolicy',
  });
});

test.each([
  {
    kind: 'url',
    input: 'HTTPS://Git.Corp.Example.Com.:8443/A?b=C',
    canonical: 'https://git.corp.example.com:8443/A?b=C',
  },
  {
    kind: 'url',
    input: 'http://[FD12:3456:789A:0:0:0:0:1]/',
    canonical: 'http://[fd12:3456:789a::1]/',
  },
  { kind: 'hostport', input: 'SMTP.corp.example.com.:25', canonical: 'smtp.corp.example.com:25' },
  {
    kind: 'dsn',
    input: 'postgres://u:P@PG.corp.example.com/Db?sslmode=require',
    canonical: 'postgres://u:P@pg.corp.example.com/Db?sslmode=require',
  },
  { kind: 'host', input: 'fd12:3456:789a::0:1', canonical: 'fd12:3456:789a::1' },
] as const)('judge renders $input as $canonical', ({ kind, input, canonical }) => {
  expect(createJudge(POLICY)({ kind, input })).toMatchObject({ verdict: 'allow', canonical });
});

test('what is allowed is allowed again in its canonical form, and renders the same', () => {
  for (const one of CASES) {
    const verdict = verdictOf(one);
    if (verdict.verdict === 'refuse' || !PLAIN.includes(one.kind)) continue;
    expect(verdictOf({ ...one, input: verdict.canonical })).toEqual(verdict);
  }
});

test.each([
  'postgresql://secret1:secret2@evil.com/db',
  'postgresql://user:secret1/secret2@pg.corp.example.com/db',
  'postgresql://user:secret1#secret2@pg.corp.example.com/db',
  'postgresql://user:secret1?secret2@pg.corp.example.com/db',
  'postgresql://secret1@secret2@pg.corp.example.com/db',
  'redis://secret1/secret2@evil.com',
  'amqp://user:secret1;secret2@mq.corp.example.com',
  'postgresql://pg.corp.example.com/db?password=secret1',
  'postgresql://pg.corp.example.com/db?secret1',
  'secret1',
  'secret1:secret2@evil.com',
])('no verdict about the connection string %s tells what may be a password', (input) => {
  const verdict = createJudge(POLICY)({ kind: 'dsn', input });
  expect(verdict.verdict).toBe('refuse');
  expect(JSON.stringify(verdict)).not.toMatch(/secret/);
});

test('lintPolicy tells every wrong entry by its path', () => {
  const policy = { allowedSuffixes: ['corp.example.com', 'com'], allowedCIDRs: ['0.0.0.0/0'] };
  expect(lintPolicy(policy).map(({ path }) => path)).toEqual([
    'allowedSuffixes[1]',
    'allowedCIDRs[0]',
  ]);
});

test('an entry that the lint refuses lets nothing in', () => {
  const wide = createJudge({ allowedSuffixes: ['com', '*'], allowedCIDRs: ['0.0.0.0/0'] });
  expect(wide({ kind: 'url', input: 'https://evil.com/' }).verdict).toBe('refuse');
  expect(wide({ kind: 'url', input: 'https://8.8.8.8/' }).verdict).toBe('refuse');
});

test('createInspection tells every refusal of an object by its path', () => {
  const pod = {
    kind: 'Pod',
    spec: {
      hostNetwork: true,
      containers: [{ image: 'nginx', env: [{ name: 'PGSERVICE', value: 'x' }] }],
    },
  };
  expect(createInspection(POLICY)(pod).map(({ path, verdict }) => [path, verdict.reason])).toEqual([
    ['spec.hostNetwork', 'OpenNetwork'],
    ['spec.containers[0].image', 'ImplicitRegistry'],
    ['spec.containers[0].env[0]', 'ForbiddenSetting'],
  ]);
  expect(createInspection(undefined)(pod)).toHaveLength(1);
});

test.each([
  'env',
  'annotation',
  'object',
  'unset',
  'list',
  'policy',
  'url',
  'dsn',
  'image',
] as const)('a large or broken text of kind %s gets a verdict, and soon', (kind) => {
  const large = 300_000;
  const texts = [
    'a',
    '.',
    '@',
    ')',
    '[',
    '{"a":',
    '://',
    'a:',
    '0',
    'a.',
    '\u0000',
    ';,',
    '%',
    '=a',
  ]
    .map((piece) => piece.repeat(large / piece.length))
    .flatMap((text) => [text, `X=${text}`, `a/b: ${text}`, `{"kind":"Pod","spec":${text}`]);
  const judgeAny = createJudge({ ...POLICY, freeFormEnv: true });
  const began = process.cpuUsage();
  for (const input of texts) expect(judgeAny({ kind, input }).verdict).toMatch(/allow|refuse/);
  // Quadratic ones would take minutes.
  expect(process.cpuUsage(began).user).toBeLessThan(20_000_000);
});
