import { expect, test } from 'vitest';

import { claimFact, templateSizes } from '../../../operator/observe/claim.ts';

const claim = (status: object): ReturnType<typeof claimFact> =>
  claimFact({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data-0' },
    spec: { storageClassName: 'fast', resources: { requests: { storage: '20Gi' } } },
    status,
  });

test('a claim is kept with what it asks for and what it has', () => {
  expect(claim({ phase: 'Bound', capacity: { storage: '10Gi' } })).toEqual({
    requested: '20Gi',
    capacity: '10Gi',
    className: 'fast',
    bound: true,
    resize: undefined,
  });
  expect(claim({ phase: 'Pending' })).toMatchObject({ bound: false, capacity: undefined });
});

test.each([
  { conditions: undefined, type: undefined },
  { conditions: [{ type: 'Resizing', status: 'False' }], type: undefined },
  { conditions: [{ type: 'Resizing', status: 'True' }], type: 'Resizing' },
  {
    conditions: [
      { type: 'Resizing', status: 'True' },
      { type: 'ControllerResizeError', status: 'True', message: 'pool is full' },
    ],
    type: 'ControllerResizeError',
  },
])('of $conditions the worst that holds is kept: $type', ({ conditions, type }) => {
  expect(claim({ phase: 'Bound', conditions }).resize?.type).toBe(type);
});

test('the sizes of a StatefulSet are those of its templates', () => {
  const set = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: {
      volumeClaimTemplates: [
        { metadata: { name: 'data' }, spec: { resources: { requests: { storage: '10Gi' } } } },
      ],
    },
  };
  expect(templateSizes(set)).toEqual({ data: '10Gi' });
  expect(templateSizes({ ...set, spec: {} })).toEqual({});
});
