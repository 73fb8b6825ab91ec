import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { clusterKind } from '../cluster/open.ts';
import { denied, granted, used } from '../support/granted.ts';
import { minors, Stage } from './stage.ts';
import type { Spec } from './stage.ts';

/** Rights are the same on every version, and so is what cert-manager needs. */
const skipped = clusterKind() !== 'embedded' || !minors.includes('1.33');

const ISSUERS = [
  { kind: 'Issuer', metadata: { name: 'itself', namespace: 'plane' } },
  { kind: 'ClusterIssuer', metadata: { name: 'internal-ca' } },
].map((issuer) => ({
  apiVersion: 'cert-manager.io/v1',
  ...issuer,
  spec: { selfSigned: {} },
}));

/** Kinds of which an object of ours is changed by somebody else, so that it is looked at and set back. */
const DRIFTING = [
  ...['certificates', 'configmaps', 'deployments', 'horizontalpodautoscalers', 'ingresses'],
  ...['jobs', 'poddisruptionbudgets', 'secrets', 'serviceaccounts', 'services', 'statefulsets'],
];

/** What a spec of this story asks for. */
type Wish = Spec & {
  certificates?: object;
  domain: string;
  database: { embedded: { size: string } };
};

describe.skipIf(skipped)('what the operator may do, and what it does', () => {
  let stage: Stage;

  const ask = async (change: (spec: Wish) => void): Promise<void> => {
    await stage.ask((spec) => {
      const wish = spec as Wish;
      wish.plane.components['api'] = {
        autoscaling: { minReplicas: 2, maxReplicas: 4, targetCPUUtilizationPercentage: 70 },
      };
      wish.certificates = { issuerRef: { kind: 'ClusterIssuer', name: 'internal-ca' } };
      change(wish);
    });
    await stage.wait('Ready', 150);
  };

  beforeAll(async () => {
    stage = await Stage.open('1.33', { companions: ['cert-manager'] });
    await stage.in('delete', 'secret', 'plane-tls');
    for (const issuer of ISSUERS) await stage.kubectl.apply(issuer);
  }, 120_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  test('an installation of every kind of object comes and changes', async () => {
    for (const kind of ['Issuer', 'ClusterIssuer'])
      await ask((spec) => {
        const name = kind === 'Issuer' ? 'itself' : 'internal-ca';
        spec.certificates = { issuerRef: { kind, name } };
      });
    for (const host of ['a', 'b', 'c', 'd'])
      await ask((spec) => {
        spec.domain = `${host}.corp.example.com`;
      });
  }, 400_000);

  test('what others change is looked at and set back', async () => {
    for (const kind of DRIFTING) {
      const label = 'app.kubernetes.io/managed-by=plane-operator';
      const [name = ''] = (await stage.in('get', kind, '-l', label, '-o', 'name')).split('\n');
      expect(name, kind).not.toBe('');
      await stage.in('label', name, 'app.kubernetes.io/part-of=mallory', '--overwrite');
      await stage.until(
        `${name} to be set back`,
        async () => !(await stage.in('get', name, '--show-labels')).includes('mallory'),
      );
    }
  }, 200_000);

  test('a volume grows, and a pod whose node is lost is looked into', async () => {
    const names = await stage.kubectl.run(['get', 'storageclass', '-o', 'name']);
    for (const name of names.trim().split('\n'))
      await stage.kubectl.run(['patch', name, '-p', '{"allowVolumeExpansion":true}']);
    await ask((spec) => {
      spec.database.embedded.size = '30Gi';
    });
    stage.cluster.kill('kwok');
    await stage.in('delete', 'pod', 'plane-postgres-0', '--grace-period=1', '--wait=false');
    await stage.until(
      'the node to be looked at',
      async () =>
        (await stage.requests('2000-01-01T00:00:00Z')).some(({ resource }) => resource === 'nodes'),
      90,
    );
    await stage.cluster.start('kwok');
    await stage.wait('Ready', 150);
  }, 300_000);

  test('everything goes, data too when that is asked for', async () => {
    const policy = JSON.stringify({ spec: { deletionPolicy: 'Delete' } });
    await stage.in('patch', 'plane', 'plane', '--type=merge', '-p', policy);
    await stage.in('delete', 'plane', 'plane', '--timeout=120s');
  }, 200_000);

  test('a namespace that is deleted takes the Role in it first, and does not wedge', async () => {
    await ask(() => undefined);
    await stage.in('delete', 'role', 'plane-operator');
    await stage.kubectl.run(['delete', 'namespace', 'plane', '--timeout=90s']);
  }, 200_000);

  test('every right that the chart grants was used, and none was lacking', async () => {
    // A watch is in the log when it ends.
    await stage.operator.stop();
    const events = await stage.cluster.audit();
    expect(denied(events, stage.account)).toEqual([]);
    const seen = used(events, stage.account);
    expect([...granted()].filter((right) => !seen.has(right))).toEqual([]);
  });
});
