import type { KubeObject, ObjectRef } from '../../../operator/api/object.ts';
import { refOf } from '../../../operator/api/object.ts';
import { forbidden, notFound } from './answers.ts';
import { nanos } from './quantity.ts';
import type { Store } from './store.ts';
import { isRecord } from './typed.ts';

/** Admission NamespaceLifecycle: nothing is created where there is no namespace, or one that is going. */
export function refuseNamespace(store: Store, ref: ObjectRef): void {
  if (ref.namespace === undefined) return;
  const namespace: ObjectRef = { apiVersion: 'v1', kind: 'Namespace', name: ref.namespace };
  const found = store.get(namespace);
  if (found === undefined) throw notFound(namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${ref.namespace} because it is being terminated`;
  const message = `namespace ${ref.namespace} is being terminated`;
  throw forbidden(ref, why, [
    { reason: 'NamespaceTerminating', field: 'metadata.namespace', message },
  ]);
}

const at = (object: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), object);

/** Admission PersistentVolumeClaimResize: a claim grows only where its class says so. */
export function refuseResize(store: Store, old: KubeObject, now: KubeObject): void {
  if (now.kind !== 'PersistentVolumeClaim') return;
  const size = (object: KubeObject): bigint =>
    nanos(String(at(object, 'spec', 'resources', 'requests', 'storage'))) ?? 0n;
  if (size(now) <= size(old)) return;
  const name = at(now, 'spec', 'storageClassName');
  const owner = store.list('StorageClass').find(({ metadata }) => metadata.name === name);
  if (owner?.['allowVolumeExpansion'] === true) return;
  throw forbidden(
    refOf(now),
    'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  );
}
