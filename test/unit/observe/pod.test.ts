import { expect, test } from 'vitest';

import { isNews, projectPod } from '../../../operator/observe/pod.ts';
import type { PodFact } from '../../../operator/observe/pod.ts';

const pod = (metadata: object, status: object = {}, spec: object = {}): PodFact =>
  projectPod({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'plane-postgres-0',
      namespace: 'plane',
      labels: {
        'airgapped.dev/installation': 'plane',
        'app.kubernetes.io/component': 'postgres',
      },
      ...metadata,
    },
    spec,
    status,
  });

const READY = { conditions: [{ type: 'Ready', status: 'True' }] };

test('a pod is kept with its node, its deadline, its volume and whether it is ready', () => {
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data-0' } }];
  const deletionTimestamp = '2026-01-01T00:00:00Z';
  expect(pod({ deletionTimestamp }, READY, { nodeName: 'node-1', volumes })).toEqual({
    namespace: 'plane',
    name: 'plane-postgres-0',
    installation: 'plane',
    part: 'postgres',
    node: 'node-1',
    deadline: deletionTimestamp,
    holdsVolume: true,
    ready: true,
  });
  expect(pod({}, {}, { volumes: [{ name: 'x', emptyDir: {} }] })).toMatchObject({
    node: undefined,
    deadline: undefined,
    holdsVolume: false,
    ready: false,
  });
});

test.each([
  { now: pod({}), old: undefined, news: true, why: 'a pod that is new' },
  { now: pod({}, READY), old: pod({}), news: true, why: 'a pod that is ready now' },
  {
    now: pod({ deletionTimestamp: '2026-01-01T00:00:00Z' }),
    old: pod({}),
    news: true,
    why: 'a pod that ends',
  },
  {
    now: pod({}, READY, { nodeName: 'n' }),
    old: pod({}, READY),
    news: false,
    why: 'anything else',
  },
])('$why is worth a pass: $news', ({ now, old, news }) => {
  expect(isNews(now, old)).toBe(news);
});
