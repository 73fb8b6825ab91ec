import { expect, test } from 'vitest';

import type { RenderedPod } from './rendered.ts';
import { violations } from './restricted.ts';

const GOOD = {
  securityContext: { runAsNonRoot: true, runAsUser: 1, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'a',
      image: 'a',
      resources: {},
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    },
  ],
};
const pod = (spec: object): RenderedPod => ({
  metadata: { labels: {} },
  spec: spec as RenderedPod['spec'],
});
const container = (change: object): object => ({
  ...GOOD,
  containers: [{ ...GOOD.containers[0], ...change }],
});

test('violations finds nothing in a pod that is admitted', () => {
  expect(violations(pod(GOOD))).toEqual([]);
});

test.each([
  { spec: { ...GOOD, hostNetwork: true }, says: 'shares the network of the node' },
  {
    spec: { ...GOOD, volumes: [{ name: 'a', hostPath: {} }] },
    says: 'mounts a volume of a forbidden kind',
  },
  { spec: { ...GOOD, securityContext: { runAsNonRoot: true } }, says: 'has no seccomp profile' },
  {
    spec: { ...GOOD, securityContext: { ...GOOD.securityContext, runAsUser: 0 } },
    says: 'may run as root',
  },
  {
    spec: container({ securityContext: { allowPrivilegeEscalation: false } }),
    says: 'keeps or adds capabilities',
  },
  {
    spec: container({ securityContext: { capabilities: { drop: ['ALL'] } } }),
    says: 'may gain privileges',
  },
])('violations finds that a pod $says', ({ spec, says }) => {
  expect(violations(pod(spec))).toEqual([says]);
});
