import { expect, test } from 'vitest';

import { aCase, inputsOf, partsOf } from '../../../golden/cases.ts';
import type { Case } from '../../../golden/cases.ts';
import { objectsOf, purposeOf, valuesOf } from './rendered.ts';

const setOf = (of: Case, set: string): Readonly<Record<string, string>> =>
  valuesOf(
    objectsOf(partsOf(of)).find(({ metadata }) => purposeOf(metadata.name, 'plane') === set)!,
  );

const allowed = (of: Case): readonly (string | undefined)[] => {
  const values = setOf(of, 'app-vars');
  return [values['WEBHOOK_ALLOWED_HOSTS'], values['WEBHOOK_ALLOWED_IPS']];
};

const SILO = 'plane-silo,plane-silo.plane,plane-silo.plane.svc';

test.each<{ why: string; of: Case; is: readonly string[] }>([
  {
    why: 'nothing is declared',
    of: aCase('default'),
    is: [`plane.corp.example.com,${SILO}`, ''],
  },
  {
    why: 'all is declared, one server by its address',
    of: aCase('integrations'),
    is: [
      `plane.corp.example.com,${SILO},github.corp.example.com,bitbucket.corp.example.com,sentry.corp.example.com,ci.corp.example.com`,
      '10.20.30.40,10.20.0.0/16',
    ],
  },
])('webhooks may go inside where $why', ({ of, is }) => {
  expect(allowed(of)).toEqual(is);
});

test('status tells each server with callbacks of the domain, and what to do by hand', () => {
  const of = aCase('integrations');
  const told = of.product.advice(of.model).integrations;
  expect(told.map(({ name, url }) => [name, url])).toEqual([
    ['githubEnterprise', 'https://github.corp.example.com'],
    ['gitlab', 'https://10.20.30.40:8443/gitlab'],
    ['bitbucketDataCenter', 'https://bitbucket.corp.example.com'],
    ['sentry', 'https://sentry.corp.example.com'],
  ]);
  // Copied from reference/plane.md 3.6.
  expect(told.map(({ callbackURLs }) => callbackURLs)).toEqual([
    [
      'https://plane.corp.example.com/silo/api/oauth/github-enterprise/auth/callback',
      'https://plane.corp.example.com/silo/api/oauth/github-enterprise/auth/user/callback',
    ],
    ['https://plane.corp.example.com/silo/api/oauth/gitlab-enterprise/auth/callback'],
    ['https://plane.corp.example.com/silo/api/oauth/bitbucket-dc/auth/callback'],
    ['https://plane.corp.example.com/silo/api/oauth/sentry/auth/callback'],
  ]);
  expect(told.map(({ webhookURLs }) => webhookURLs)).toEqual([
    ['https://plane.corp.example.com/silo/api/github-enterprise/github-webhook'],
    [],
    [],
    ['https://plane.corp.example.com/silo/api/sentry/sentry-webhook/'],
  ]);
  expect(told.every(({ steps, url }) => steps.join().includes(url))).toBe(true);
  expect(aCase('default').product.advice(aCase('default').model).integrations).toEqual([]);
});

test('Sentry alone is read from the environment, its login from the Secret', () => {
  expect(setOf(aCase('integrations'), 'silo-secrets')).toMatchObject({
    SENTRY_BASE_URL: 'https://sentry.corp.example.com',
    SENTRY_CLIENT_ID: 'sentry-client',
    SENTRY_CLIENT_SECRET: 'sentry-secret',
    SENTRY_INTEGRATION_SLUG: 'plane',
  });
  expect(setOf(aCase('default'), 'silo-secrets')).not.toHaveProperty('SENTRY_BASE_URL');
});

test('no connector of a public service has a key anywhere', () => {
  const keys = objectsOf(partsOf(aCase('integrations'))).flatMap((object) =>
    Object.entries(valuesOf(object)),
  );
  const connector = /^(GITHUB_|GITLAB_|SLACK_|BITBUCKET_|HUBSPOT_|MS_TEAMS_)/;
  const set = keys.filter(([key, value]) => connector.test(key) && value !== '');
  expect(set).toEqual([['SLACK_BASE_URL', 'http://127.0.0.1:9']]);
});

test.each<{ why: string; changes: Readonly<Record<string, unknown>>; found: readonly string[] }>([
  { why: 'servers of the site', changes: {}, found: [] },
  {
    why: 'silo switched off',
    changes: { 'plane.components.silo.enabled': false },
    found: ['refuse spec.plane.integrations'],
  },
])('check judges $why', ({ changes, found }) => {
  const of = aCase('integrations', changes);
  const findings = [...of.product.check({ model: of.model, inputs: inputsOf(of) })];
  expect(findings.map(({ severity, path }) => `${severity} ${path}`)).toEqual(found);
});
