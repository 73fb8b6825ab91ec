import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { TestCluster } from '../cluster/cluster.ts';
import { clusterKind, openCluster } from '../cluster/open.ts';
import { eventually } from '../support/eventually.ts';
import { grant, tokenKubeconfig } from '../support/granted.ts';
import { Kubectl } from '../support/kubectl.ts';
import { startOperator } from '../support/operator-process.ts';
import type { OperatorProcess } from '../support/operator-process.ts';
import { newest } from './stage.ts';

describe.skipIf(clusterKind() !== 'embedded').each(newest)(
  'an operator that lacks what it needs on Kubernetes %s',
  (minor) => {
    let cluster: TestCluster;
    let kubectl: Kubectl;
    let operator: OperatorProcess;

    const log = (): string => `${cluster.dir}/operator.log`;
    const readiness = async (): Promise<string> =>
      (await fetch(`${await operator.url()}/readyz`)).text();
    const says = (what: string): Promise<true> =>
      eventually(async () => ((await readiness()).includes(what) ? true : undefined), {
        what,
        seconds: 60,
      });

    beforeAll(async () => {
      cluster = await openCluster({ minor, nodes: 0, parts: ['etcd', 'apiserver'] });
      kubectl = await Kubectl.of(minor, await cluster.kubeconfig());
      await kubectl.run(['create', 'namespace', 'plane']);
      const account = await grant(kubectl, 'plane');
      const kubeconfig = await tokenKubeconfig(cluster, kubectl, account);
      await kubectl.run(['-n', 'plane', 'delete', 'role', 'plane-operator']);
      operator = startOperator({ kubeconfig, log: log(), watchNamespaces: 'plane' });
    }, 120_000);

    afterAll(async () => {
      await operator.stop();
      await cluster.stop();
    }, 60_000);

    test('names the rights and the definitions that are missing, and lives on', async () => {
      await says('cannot list resource "secrets" in API group "" in the namespace "plane"');
      await says('the cluster has no kind AirgapPolicy of airgapped.dev/v1alpha1');
      expect((await fetch(`${await operator.url()}/livez`)).status).toBe(200);
      await eventually(
        async () =>
          (await readFile(log(), 'utf8')).includes('waits for what is missing') ? true : undefined,
        { what: 'a line in the log' },
      );
    }, 90_000);

    test('goes on by itself when they come', async () => {
      await grant(kubectl, 'plane');
      await kubectl.run(['apply', '--server-side', '-f', 'crds/']);
      await says('ok');
    }, 120_000);
  },
);
