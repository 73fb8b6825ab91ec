import { beforeEach, expect, test } from 'vitest';

import type { ObjectRef } from '../../../operator/api/object.ts';
import { Memory } from '../../../operator/apply/memory.ts';
import { aDeployment, seenAs } from '../../support/objects.ts';

const ref: ObjectRef = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'plane',
  name: 'web',
};
const service: ObjectRef = { apiVersion: 'v1', kind: 'Service', namespace: 'plane', name: 'web' };
let memory: Memory;

beforeEach(() => {
  memory = new Memory();
});

/** Applies generation 1 as resourceVersion 10 and shows it to the memory through the watch. */
function applied(): void {
  const live = aDeployment({ resourceVersion: '10', generation: 1, desired: 'd1' });
  memory.remember(ref, { digest: 'd1', before: undefined, meta: live.metadata, now: 0 });
  memory.verdict(ref, { digest: 'd1', now: 1 }, seenAs(live));
}

test('verdict is apply for content that was never applied', () => {
  expect(memory.verdict(ref, { digest: 'd1', now: 0 }, undefined)).toBe('apply');
});

test('verdict is mend for an object that bears our digest when nothing is remembered, as after a restart', () => {
  expect(
    memory.verdict(ref, { digest: 'd1', now: 0 }, seenAs(aDeployment({ desired: 'd1' }))),
  ).toBe('mend');
});

test('verdict is skip while the watch has not shown a new object yet, and apply when it stays away', () => {
  memory.remember(ref, { digest: 'd1', before: undefined, meta: aDeployment({}).metadata, now: 0 });
  expect(memory.verdict(ref, { digest: 'd1', now: 1_000 }, undefined)).toBe('skip');
  expect(memory.verdict(ref, { digest: 'd1', now: 31_000 }, undefined)).toBe('apply');
});

test('verdict is apply for an object that was seen and is gone', () => {
  applied();
  expect(memory.verdict(ref, { digest: 'd1', now: 2 }, undefined)).toBe('apply');
});

test('verdict is skip when only status or a foreign annotation moved the resourceVersion', () => {
  applied();
  const later = aDeployment({
    resourceVersion: '11',
    generation: 1,
    desired: 'd1',
    annotations: { 'site.example.com/owner': 'ops' },
  });
  expect(memory.verdict(ref, { digest: 'd1', now: 2 }, seenAs(later))).toBe('skip');
});

test('verdict is mend when the generation grew', () => {
  applied();
  expect(
    memory.verdict(
      ref,
      { digest: 'd1', now: 2 },
      seenAs(aDeployment({ resourceVersion: '12', generation: 2, desired: 'd1' })),
    ),
  ).toBe('mend');
});

test('verdict is mend when a label of ours was changed', () => {
  applied();
  const later = aDeployment({
    resourceVersion: '12',
    generation: 1,
    desired: 'd1',
    labels: { 'app.kubernetes.io/managed-by': 'mallory' },
  });
  expect(memory.verdict(ref, { digest: 'd1', now: 2 }, seenAs(later))).toBe('mend');
});

test('verdict is apply for new content', () => {
  applied();
  expect(
    memory.verdict(ref, { digest: 'd2', now: 2 }, seenAs(aDeployment({ desired: 'd1' }))),
  ).toBe('apply');
});

test('verdict is skip while the watch still shows the version from before our apply', () => {
  const before = aDeployment({ resourceVersion: '10', generation: 1, desired: 'd1' });
  memory.remember(ref, {
    digest: 'd2',
    before: seenAs(before),
    meta: { ...before.metadata, resourceVersion: '20', generation: 2 },
    now: 0,
  });
  expect(memory.verdict(ref, { digest: 'd2', now: 1 }, seenAs(before))).toBe('skip');
});

test('verdict learns the mark of a kind without generation from the watch, and mends when its spec changes', () => {
  const live = {
    ...aDeployment({ resourceVersion: '5', desired: 'd1' }),
    kind: 'Service',
    apiVersion: 'v1',
    spec: { ports: [{ port: 80 }] },
  };
  memory.remember(service, { digest: 'd1', before: undefined, meta: live.metadata, now: 0 });
  expect(memory.verdict(service, { digest: 'd1', now: 1 }, seenAs(live))).toBe('skip');
  const changed = {
    ...live,
    metadata: { ...live.metadata, resourceVersion: '6' },
    spec: { ports: [{ port: 81 }] },
  };
  expect(memory.verdict(service, { digest: 'd1', now: 2 }, seenAs(changed))).toBe('mend');
});
