import { readFile } from 'node:fs/promises';

import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ONLY_THE_JUDGE, POLICY_CASES } from '../support/policy-cases.ts';
import { ApiServer, ASKED } from './api-server.ts';

const POLICIES = '/apis/airgapped.dev/v1alpha1/airgappolicies';

describe.each(ASKED)('entries of an AirgapPolicy on Kubernetes %s', (minor) => {
  let server: ApiServer;

  beforeAll(async () => {
    server = await ApiServer.start(minor);
    await server.send(
      'POST',
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      load(await readFile('crds/airgappolicies.airgapped.dev.yaml', 'utf8')) as object,
    );
    await server.served(POLICIES);
  });

  afterAll(async () => {
    await server.stop();
  });

  test.each(POLICY_CASES)('$id $expect: $why', async ({ id, spec, expect: judged }) => {
    const { code } = await server.send('POST', `${POLICIES}?dryRun=All&fieldValidation=Strict`, {
      apiVersion: 'airgapped.dev/v1alpha1',
      kind: 'AirgapPolicy',
      metadata: { name: 'cluster' },
      spec,
    });
    expect(code).toBe(judged === 'allow' || ONLY_THE_JUDGE.includes(id) ? 201 : 422);
  });
});
