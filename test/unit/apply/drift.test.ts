import { expect, test } from 'vitest';

import type { KubeObject } from '../../../operator/api/object.ts';
import { driftedFields } from '../../../operator/apply/drift.ts';

const desired = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    template: {
      spec: { containers: [{ name: 'web', image: 'a:1', ports: [{ containerPort: 80 }] }] },
    },
  },
};

/** The live object with an image of mallory's, beside a sidecar that is not ours. */
const live: KubeObject = {
  ...desired,
  metadata: {
    name: 'web',
    managedFields: [
      {
        manager: 'mallory',
        operation: 'Update',
        fieldsV1: {
          'f:spec': {
            'f:template': {
              'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } },
            },
          },
        },
      },
      {
        manager: 'kube-controller-manager',
        operation: 'Update',
        subresource: 'status',
        fieldsV1: { 'f:status': {} },
      },
    ],
  },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [
          { name: 'sidecar', image: 's' },
          { name: 'web', image: 'evil:1', ports: [{ containerPort: 80, protocol: 'TCP' }] },
        ],
      },
    },
  },
};

test('driftedFields names the field and who wrote it, whatever the order of the list', () => {
  expect(driftedFields(desired, live)).toEqual([
    { path: 'spec.template.spec.containers[name=web].image', manager: 'mallory' },
  ]);
});

test('driftedFields names a removed field without a manager', () => {
  const removed = {
    ...live,
    spec: { ...(live['spec'] as object), replicas: undefined },
  } as unknown as KubeObject;
  expect(driftedFields(desired, removed)).toContainEqual({
    path: 'spec.replicas',
    manager: 'unknown',
  });
});

test('driftedFields is empty when the live object only has more than ours', () => {
  expect(
    driftedFields(desired, { ...desired, spec: { ...desired.spec, progressDeadlineSeconds: 600 } }),
  ).toEqual([]);
});
