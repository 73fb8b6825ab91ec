import { expect, test } from 'vitest';

import type { KubeObject } from '../../../operator/api/object.ts';
import { extentOf, growthOf } from '../../../operator/license/growth.ts';
import type { SizedPart } from '../../../operator/license/growth.ts';

const object = (kind: string, spec: object): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'x' },
  spec,
});
const pods = (replicas: number, scale?: SizedPart['scale']): SizedPart => ({
  name: 'api',
  ...(scale === undefined ? {} : { scale }),
  objects: [object('Deployment', { replicas })],
});
const scaled = (maxReplicas: number, replicas = 1): SizedPart => ({
  name: 'api',
  scale: 'yielded',
  objects: [
    object('Deployment', { replicas }),
    object('HorizontalPodAutoscaler', { minReplicas: 1, maxReplicas }),
  ],
});
const other: SizedPart = { name: 'mail', objects: [object('StatefulSet', { replicas: 1 })] };
const job: SizedPart = { name: 'migration', objects: [object('Job', {})] };

test.each([
  { why: 'nothing changes', from: [pods(2)], to: [pods(2)], says: [] },
  { why: 'fewer pods', from: [pods(2)], to: [pods(1)], says: [] },
  {
    why: 'more pods',
    from: [pods(2)],
    to: [pods(3)],
    says: ['raises "api" from 2 pods to 3 pods'],
  },
  { why: 'an autoscaler keeps its range', from: [scaled(6)], to: [scaled(6, 4)], says: [] },
  {
    why: 'an autoscaler may go further',
    from: [scaled(6)],
    to: [scaled(7)],
    says: ['raises "api" from 6 pods to 7 pods'],
  },
  { why: 'an autoscaler ends at its most', from: [scaled(6)], to: [pods(6)], says: [] },
  { why: 'an autoscaler begins within', from: [pods(6)], to: [scaled(6)], says: [] },
  {
    why: 'an autoscaler begins beyond',
    from: [pods(1)],
    to: [scaled(2)],
    says: ['raises "api" from 1 pod to 2 pods'],
  },
  {
    why: 'somebody else takes over',
    from: [pods(2)],
    to: [pods(2, 'yielded')],
    says: ['raises "api" from 2 pods to any number of pods'],
  },
  { why: 'somebody else had it', from: [pods(2, 'yielded')], to: [pods(9)], says: [] },
  { why: 'another part', from: [pods(1)], to: [pods(1), other], says: ['adds the part "mail"'] },
  { why: 'a part less', from: [pods(1), other], to: [pods(1)], says: [] },
  { why: 'a Job is no part with pods', from: [pods(1)], to: [pods(1), job], says: [] },
])('growthOf: $why', ({ from, to, says }) => {
  const growth = [...growthOf(extentOf('v1.0.0', from), extentOf('v1.0.0', to))];
  expect(growth.map(({ message }) => message)).toEqual(says);
});

test.each([
  { from: 'v3.1.2', to: 'v3.1.3', grows: false },
  { from: 'v3.1.2', to: 'v3.2.0', grows: true },
  { from: 'v3.1.2', to: 'v4.0.0', grows: true },
  { from: 'v3.10.0', to: 'v3.9.0', grows: false },
])('growthOf: from $from to $to', ({ from, to, grows }) => {
  expect([...growthOf(extentOf(from, []), extentOf(to, []))]).toHaveLength(grows ? 1 : 0);
});
