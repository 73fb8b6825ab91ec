import { writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { checkOffline, renderOffline } from '../../operator/cli/offline.ts';
import { toYamlStream } from '../../operator/lib/yaml.ts';
import { PRODUCTS } from '../../operator/products/index.ts';
import { openCluster } from '../cluster/open.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { pairwise } from '../support/factors.ts';
import { Kubectl } from '../support/kubectl.ts';
import { minors } from '../story/stage.ts';
import { FACTORS } from './plane-factors.ts';
import { SMALL } from './specs.ts';

const NAMESPACE = 'pairwise';
const specs = pairwise(SMALL, FACTORS);

describe.each(minors)('any two choices of a spec on Kubernetes %s', (minor) => {
  let cluster: TestCluster;
  let kubectl: Kubectl;

  beforeAll(async () => {
    cluster = await openCluster({ minor });
    kubectl = await Kubectl.of(minor, await cluster.kubeconfig());
    await kubectl.run(['create', 'namespace', NAMESPACE]);
    await kubectl.run([
      ...['label', 'namespace', NAMESPACE],
      'pod-security.kubernetes.io/enforce=restricted',
      'pod-security.kubernetes.io/warn=restricted',
    ]);
  }, 120_000);

  afterAll(async () => {
    await cluster.stop();
  }, 60_000);

  test.each(specs)('$title', async ({ spec }) => {
    const manifest = { source: '', name: 'plane', namespace: NAMESPACE, spec, mistakes: [] };
    const found = checkOffline(manifest, PRODUCTS);
    expect(found.filter(({ severity }) => severity === 'refuse')).toEqual([]);
    const file = `${cluster.dir}/pairwise.yaml`;
    await writeFile(file, toYamlStream(renderOffline(manifest, PRODUCTS)));
    const { code, stderr } = await kubectl.try([
      ...['apply', '--server-side', '--dry-run=server', '--validate=strict', '-f', file],
    ]);
    // A pod template that Pod Security would not admit is a warning of the API server.
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
