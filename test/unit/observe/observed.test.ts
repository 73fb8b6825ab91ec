import { expect, test } from 'vitest';

import { FIELD_MANAGER } from '../../../operator/api/group.ts';
import { replicasOwners } from '../../../operator/observe/managed.ts';
import { observe } from '../../../operator/observe/observed.ts';
import { decodeSecret } from '../../../operator/observe/secrets.ts';
import { aDeployment, ours } from '../../support/objects.ts';

test('replicasOwners names other managers that own replicas, and not those of status or ourselves', () => {
  const managedFields = [
    ours(),
    {
      manager: 'kubectl',
      operation: 'Update',
      subresource: 'scale',
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
    },
    {
      manager: 'kube-controller-manager',
      operation: 'Update',
      subresource: 'status',
      fieldsV1: { 'f:status': { 'f:replicas': {} } },
    },
  ];
  expect(replicasOwners(aDeployment({ managedFields }), FIELD_MANAGER)).toEqual(['kubectl']);
});

test('observe keeps no content of the object', () => {
  const kept = JSON.stringify(
    observe(
      aDeployment({ spec: { template: { spec: { containers: [{ image: 'secret-image' }] } } } }),
    ),
  );
  expect(kept).not.toContain('secret-image');
});

test.each([
  {
    value: Buffer.from('text\n').toString('base64'),
    fact: { text: 'text\n', bytes: 5 },
    why: 'text is text',
  },
  { value: '', fact: { text: '', bytes: 0 }, why: 'nothing is empty text' },
  { value: '/v8A', fact: { binary: true, bytes: 3 }, why: 'bytes that are no UTF-8 are binary' },
  {
    value: Buffer.from('a\u0000b').toString('base64'),
    fact: { binary: true, bytes: 3 },
    why: 'a control character makes it binary',
  },
])('decodeSecret: $why', ({ value, fact }) => {
  expect(
    decodeSecret({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      data: { key: value },
    }),
  ).toMatchObject({ key: fact });
});
