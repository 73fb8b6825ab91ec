import { readFile } from 'node:fs/promises';

import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { parseSpec } from '../../operator/api/parse.ts';
import { ApiServer, ASKED } from './api-server.ts';
import { mutant } from './mutant.ts';
import { LARGE, SCHEMAS, SMALL } from './specs.ts';

const COUNT = process.env['PLANE_TEST_LONG'] === '1' ? 5_000 : 500;
const INSTALLATIONS = '/apis/airgapped.dev/v1alpha1/namespaces/default/planeinstallations';

describe.each(ASKED)('Kubernetes %s and parseSpec', (minor) => {
  let server: ApiServer;

  beforeAll(async () => {
    server = await ApiServer.start(minor);
    await server.send(
      'POST',
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      load(await readFile('crds/planeinstallations.airgapped.dev.yaml', 'utf8')) as object,
    );
    await server.served(INSTALLATIONS);
  });

  afterAll(async () => {
    await server.stop();
  });

  test(`agree on ${COUNT} mutated specs`, async () => {
    const disagreements: string[] = [];
    let accepted = 0;
    for (let seed = 1; seed <= COUNT; seed += 1) {
      const spec = mutant(seed % 2 === 0 ? SMALL : LARGE, seed);
      const { code, message } = await server.send(
        'POST',
        `${INSTALLATIONS}?dryRun=All&fieldValidation=Strict`,
        {
          apiVersion: 'airgapped.dev/v1alpha1',
          kind: 'PlaneInstallation',
          metadata: { name: 'x' },
          spec,
        },
      );
      const parsed = parseSpec(SCHEMAS, spec);
      if (code === 201) accepted += 1;
      if ((code === 201) !== parsed.ok)
        disagreements.push(
          `seed ${seed}: ${JSON.stringify(spec)} is answered ${code} ${message}, and parseSpec says ${JSON.stringify(parsed)}`,
        );
    }
    expect(disagreements).toEqual([]);
    // Mutants that are all refused, or all accepted, would prove little.
    expect(accepted).toBeGreaterThan(COUNT / 20);
    expect(accepted).toBeLessThan(COUNT / 2);
  });
});
