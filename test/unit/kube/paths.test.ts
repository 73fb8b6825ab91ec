import { expect, test } from 'vitest';

import { KINDS } from '../../../operator/api/kinds.ts';
import { collectionPath, objectPath, withQuery } from '../../../operator/kube/paths.ts';

test('objectPath keeps the case of names and escapes what is no path', () => {
  const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'ns', name: 'System:a/b' };
  expect(objectPath(ref)).toBe('/api/v1/namespaces/ns/configmaps/System%3Aa%2Fb');
});

test('objectPath addresses groups, cluster-scoped kinds and status', () => {
  const web = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'ns', name: 'web' };
  expect(objectPath(web, 'status')).toBe('/apis/apps/v1/namespaces/ns/deployments/web/status');
  const fast = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name: 'fast' };
  expect(objectPath(fast)).toBe('/apis/storage.k8s.io/v1/storageclasses/fast');
});

test.each([
  { apiVersion: 'v1', kind: 'Gadget', namespace: 'ns', name: 'a' },
  { apiVersion: 'v1', kind: 'Deployment', namespace: 'ns', name: 'a' },
  { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' },
])('objectPath refuses what it cannot address ($apiVersion $kind $namespace)', (ref) => {
  expect(() => objectPath(ref)).toThrow(expect.objectContaining({ code: 'ERR_UNSUPPORTED_KIND' }));
});

test('collectionPath without a namespace is that of all namespaces', () => {
  expect(collectionPath(KINDS.Job)).toBe('/apis/batch/v1/jobs');
});

test('withQuery leaves out what is undefined and escapes the rest', () => {
  expect(withQuery('/x', { labelSelector: 'a=b,c=d', limit: 5, continue: undefined })).toBe(
    '/x?labelSelector=a%3Db%2Cc%3Dd&limit=5',
  );
});
