import { describe, expect, test } from 'vitest';

import type { KubeObject, ObjectMeta, ObjectRef } from '../../../operator/api/object.ts';
import { refOf } from '../../../operator/api/object.ts';
import { MemoryCluster } from '../../support/memory-cluster/memory-cluster.ts';

const configMap = (name: string, metadata: Partial<ObjectMeta> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'plane', ...metadata },
});
const at = (kind: string, name: string, apiVersion = 'apps/v1'): ObjectRef => ({
  apiVersion,
  kind,
  namespace: 'plane',
  name,
});
const CLASS: KubeObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: {
    name: 'fast',
    annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
  },
  provisioner: 'example.com/fast',
  allowVolumeExpansion: true,
};
const template = (image: string, main: object = {}, rest: object = {}): object => ({
  metadata: { labels: { app: 'a' } },
  spec: { containers: [{ name: 'main', image, ...main }], ...rest },
});
const selector = { matchLabels: { app: 'a' } };
const deployment = (image: string, main: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'plane' },
  spec: { replicas: 2, selector, template: template(image, main) },
});
const statefulSet = (image: string): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db', namespace: 'plane' },
  spec: {
    serviceName: 'db',
    selector,
    template: template(image),
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ],
  },
});
const job = (): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'migrate', namespace: 'plane', labels: { app: 'a' } },
  spec: { ttlSecondsAfterFinished: 60, template: template('a:1', {}, { restartPolicy: 'Never' }) },
});
const kindsIn = (cluster: MemoryCluster): readonly string[] =>
  cluster.all(undefined, 'plane').map(({ kind, metadata }) => `${kind} ${metadata.name}`);

async function withDependent(): Promise<{ cluster: MemoryCluster; owner: ObjectRef }> {
  const cluster = new MemoryCluster({ automatic: false });
  const { metadata } = cluster.seed(configMap('owner'));
  const reference = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: 'owner',
    uid: metadata.uid!,
    blockOwnerDeletion: true,
  };
  cluster.seed(configMap('child', { ownerReferences: [reference], finalizers: ['e.com/x'] }));
  await cluster.settle();
  return { cluster, owner: at('ConfigMap', 'owner', 'v1') };
}

describe('garbage collection', () => {
  test('deletes what the owner leaves, as far as finalizers let it', async () => {
    const { cluster, owner } = await withDependent();
    await cluster.remove(owner);
    await cluster.settle();
    expect(kindsIn(cluster)).toEqual(['ConfigMap child']);
    cluster.patch(at('ConfigMap', 'child', 'v1'), { metadata: { finalizers: [] } });
    expect(kindsIn(cluster)).toEqual([]);
  });

  test('keeps the owner in the foreground until its dependents are gone', async () => {
    const { cluster, owner } = await withDependent();
    await cluster.remove(owner, { propagation: 'Foreground' });
    await cluster.settle();
    expect(cluster.peek(owner)?.metadata).toMatchObject({ finalizers: ['foregroundDeletion'] });
    cluster.patch(at('ConfigMap', 'child', 'v1'), { metadata: { finalizers: [] } });
    await cluster.settle();
    expect(kindsIn(cluster)).toEqual([]);
  });

  test('orphans the dependents when asked', async () => {
    const { cluster, owner } = await withDependent();
    await cluster.remove(owner, { propagation: 'Orphan' });
    await cluster.settle();
    const child = cluster.peek(at('ConfigMap', 'child', 'v1'));
    expect(kindsIn(cluster)).toEqual(['ConfigMap child']);
    expect(child?.metadata.ownerReferences).toBeUndefined();
  });

  test('takes an owner of the same name and another UID for absent', async () => {
    const { cluster, owner } = await withDependent();
    await cluster.remove(owner);
    cluster.seed(configMap('owner'));
    await cluster.settle();
    expect(cluster.peek(at('ConfigMap', 'child', 'v1'))?.metadata.deletionTimestamp).toBeDefined();
  });

  test('a namespace goes with its content, and takes nothing new meanwhile', async () => {
    const { cluster } = await withDependent();
    const namespace: ObjectRef = { apiVersion: 'v1', kind: 'Namespace', name: 'plane' };
    await cluster.remove(namespace);
    await cluster.settle();
    expect(cluster.peek(namespace)?.['status']).toMatchObject({ phase: 'Terminating' });
    await expect(cluster.create(configMap('late'))).rejects.toMatchObject({
      code: 403,
      causes: [{ reason: 'NamespaceTerminating' }],
    });
  });
});

describe('pretend controllers', () => {
  test('roll a Deployment out, and keep old pods while the new template is held', async () => {
    const cluster = new MemoryCluster();
    cluster.seed(deployment('a:1'));
    await cluster.settle();
    const ref = at('Deployment', 'web');
    expect(cluster.peek(ref)?.['status']).toMatchObject({ readyReplicas: 2, replicas: 2 });
    cluster.hold(ref, 'stalled');
    cluster.applyAs('one', deployment('a:2'));
    await cluster.settle();
    expect(cluster.peek(ref)?.['status']).toMatchObject({
      observedGeneration: 2,
      replicas: 3,
      updatedReplicas: 1,
      availableReplicas: 2,
      conditions: [{ status: 'True' }, { reason: 'ProgressDeadlineExceeded' }],
    });
    cluster.release(ref);
    await cluster.settle();
    expect(cluster.peek(ref)?.['status']).toMatchObject({ replicas: 2, updatedReplicas: 2 });
    expect(cluster.all('ReplicaSet')).toHaveLength(2);
    expect(cluster.all('Pod')).toHaveLength(2);
  });

  test('leave a pod waiting for the Secret that it reads', async () => {
    const cluster = new MemoryCluster();
    const envFrom = [{ secretRef: { name: 'settings' } }];
    const object = deployment('a:1', { envFrom });
    cluster.seed(object);
    await cluster.settle();
    expect(cluster.peek(refOf(object))?.['status']).toMatchObject({ unavailableReplicas: 2 });
    cluster.seed({ ...configMap('settings'), kind: 'Secret' });
    await cluster.settle();
    expect(cluster.peek(refOf(object))?.['status']).toMatchObject({ readyReplicas: 2 });
  });

  test('run a StatefulSet with its claims, which outlive it', async () => {
    const cluster = new MemoryCluster();
    cluster.seed(CLASS);
    cluster.seed(statefulSet('a:1'));
    await cluster.settle();
    const claim = at('PersistentVolumeClaim', 'data-db-0', 'v1');
    expect(cluster.peek(at('StatefulSet', 'db'))?.['status']).toMatchObject({ readyReplicas: 1 });
    expect(cluster.peek(claim)).toMatchObject({
      spec: { storageClassName: 'fast' },
      status: { phase: 'Bound', capacity: { storage: '1Gi' } },
    });
    cluster.patch(claim, { spec: { resources: { requests: { storage: '2Gi' } } } });
    await cluster.settle();
    expect(cluster.peek(claim)?.['status']).toMatchObject({ capacity: { storage: '2Gi' } });
    await cluster.remove(at('StatefulSet', 'db'));
    await cluster.settle();
    expect(kindsIn(cluster)).toEqual(['PersistentVolumeClaim data-db-0']);
  });

  test('let a new StatefulSet adopt the pods of an orphaned one', async () => {
    const cluster = new MemoryCluster();
    cluster.seed(CLASS);
    cluster.seed(statefulSet('a:1'));
    await cluster.settle();
    const before = cluster.peek(at('Pod', 'db-0', 'v1'));
    await cluster.remove(at('StatefulSet', 'db'), { propagation: 'Orphan' });
    await cluster.settle();
    const { metadata } = cluster.seed(statefulSet('a:1'));
    await cluster.settle();
    const after = cluster.peek(at('Pod', 'db-0', 'v1'));
    expect(after?.metadata.uid).toBe(before?.metadata.uid);
    expect(after?.metadata.ownerReferences).toMatchObject([{ uid: metadata.uid }]);
  });

  test.each([
    { selector: undefined, types: ['SuccessCriteriaMet', 'Complete'], why: 'a Job succeeds' },
    { selector: 'app=a', types: ['FailureTarget', 'Failed'], why: 'a Job fails when told to' },
  ])('$why', async ({ selector: failing, types }) => {
    const cluster = new MemoryCluster();
    cluster.failJobs(failing);
    cluster.seed(job());
    await cluster.settle();
    const status = cluster.peek(at('Job', 'migrate', 'batch/v1'))?.['status'];
    expect(status).toMatchObject({ conditions: types.map((type) => ({ type, status: 'True' })) });
  });

  test('let a finished Job go after its time', async () => {
    let now = 0;
    const cluster = new MemoryCluster({ clock: { now: () => now, monotonic: () => now } });
    cluster.seed(job());
    await cluster.settle();
    now = 60_000;
    await cluster.settle();
    expect(kindsIn(cluster)).toEqual([]);
  });
});
