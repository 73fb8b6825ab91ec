import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { eventually } from '../support/eventually.ts';
import { imageOf, minors, Stage } from './stage.ts';

const OURS =
  'deployments,statefulsets,jobs,services,ingresses,persistentvolumeclaims,secrets,configmaps,controllerrevisions,serviceaccounts';

describe.each(minors)('upgrade, delete and adopt on Kubernetes %s', (minor) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(minor);
    await stage.kubectl.run(['apply', '-f', 'scripts/demo-files/plane.yaml']);
    await stage.wait('Ready', 150);
  }, 240_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  test('an upgrade runs a new migration, and a downgrade is refused', async () => {
    await stage.ask((spec) => {
      spec.version = 'v3.1.4';
    });
    await stage.wait('Ready', 150);
    expect(imageOf(await stage.live('deployment', 'plane-web'))).toMatch(/:v3\.1\.4$/);
    await stage.ask();
    expect(await stage.findings()).toEqual(['Downgrade spec.version']);
    await stage.ask((spec) => {
      spec.version = 'v3.1.4';
    });
    await stage.wait('Ready');
  }, 240_000);

  test('deletion keeps volumes and generated Secrets, and a resource of the same name adopts them', async () => {
    const keys = async (): Promise<string> =>
      JSON.stringify((await stage.live<{ data: object }>('secret', 'plane-keys')).data);
    const claims = async (): Promise<string[]> =>
      (await stage.list('persistentvolumeclaims')).map(({ metadata }) => metadata.uid).sort();
    const before = { keys: await keys(), claims: await claims() };
    expect(before.claims.length).toBeGreaterThan(0);
    await stage.in('delete', 'plane', 'plane', '--timeout=120s');
    expect(await stage.list('deployments,statefulsets,jobs,services')).toEqual([]);
    expect(await claims()).toEqual(before.claims);
    await stage.ask((spec) => {
      spec.version = 'v3.1.4';
      spec.deletionPolicy = 'Delete';
    });
    await stage.wait('Ready', 150);
    expect({ keys: await keys(), claims: await claims() }).toEqual(before);
  }, 360_000);

  test('deletion with policy Delete works when half of it is gone, and leaves what belongs to the user', async () => {
    await stage.in('delete', 'deployments', '--all', '--wait=true');
    await stage.in('delete', 'plane', 'plane', '--timeout=120s');
    const kept = ['default', 'kube-root-ca.crt', 'mirror', 'plane-license', 'plane-tls'];
    const left = async (): Promise<string[]> =>
      (await stage.list(OURS)).map(({ metadata }) => metadata.name).sort();
    await stage.until(
      'everything of ours to be gone',
      async () => (await left()).length <= kept.length,
      60,
    );
    expect(await left()).toEqual(kept);
  }, 240_000);

  test('a namespace with a running installation is deleted and does not wedge', async () => {
    await stage.kubectl.run(['apply', '-f', 'scripts/demo-files/plane.yaml']);
    await stage.wait('Ready', 150);
    await stage.kubectl.run(['delete', 'namespace', 'plane', '--timeout=150s']);
  }, 360_000);

  test('the operator stops when it is asked to, and gives its lease back', async () => {
    stage.operator.kill('SIGTERM');
    expect(await stage.operator.ended).toBe(0);
    const lease = await eventually(
      () =>
        stage.kubectl.get<{ spec: { holderIdentity?: string } }>([
          '-n',
          'default',
          'lease',
          'plane-operator',
        ]),
      { what: 'the lease' },
    );
    expect(lease.spec.holderIdentity ?? '').toBe('');
  }, 60_000);
});
