import { expect, test } from 'vitest';

import { EventRecorder } from '../../../operator/kube/events.ts';
import type { Happening } from '../../../operator/ports/events.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeCluster } from './fake-cluster.ts';

interface Setup {
  readonly recorder: EventRecorder;
  readonly clock: FakeClock;
  readonly fake: FakeCluster;
  readonly dropped: unknown[];
}

function setup(): Setup {
  const clock = new FakeClock();
  const fake = new FakeCluster();
  const dropped: unknown[] = [];
  const recorder = new EventRecorder({
    cluster: fake.cluster,
    clock,
    instance: 'pod-1',
    onDropped: (_happening, why) => dropped.push(why),
  });
  return { recorder, clock, fake, dropped };
}

const aHappening = (changes: Partial<Happening> = {}): Happening => ({
  regarding: {
    apiVersion: 'airgapped.dev/v1alpha1',
    kind: 'PlaneInstallation',
    namespace: 'plane',
    name: 'plane',
    uid: 'uid-1',
  },
  type: 'Normal',
  reason: 'Accepted',
  action: 'Reconcile',
  note: 'all is well',
  ...changes,
});

test('EventRecorder writes the first occurrence at once', async () => {
  const it = setup();
  it.recorder.record(aHappening());
  await it.clock.pass(0);
  expect(it.fake.applied).toHaveLength(1);
  const [{ object } = { object: undefined }] = it.fake.applied;
  expect(object).toMatchObject({
    apiVersion: 'events.k8s.io/v1',
    metadata: { namespace: 'plane' },
    reportingController: 'airgapped.dev/plane-operator',
    reportingInstance: 'pod-1',
  });
  expect(object?.['eventTime']).toMatch(/\.\d{6}Z$/);
  expect(object).not.toHaveProperty('series');
});

test('EventRecorder counts repetitions in one series, written every 30 s at most', async () => {
  const it = setup();
  for (let n = 0; n < 60; n += 1) {
    it.recorder.record(aHappening());
    await it.clock.pass(1_000);
  }
  await it.clock.pass(60_000);
  const { applied } = it.fake;
  expect(new Set(applied.map(({ object }) => object.metadata.name)).size).toBe(1);
  expect(
    applied.map(({ object }) => (object['series'] as { count: number } | undefined)?.count),
  ).toEqual([undefined, 30, 60]);
});

test('EventRecorder begins a new series after six quiet minutes, and for another note', async () => {
  const it = setup();
  it.recorder.record(aHappening());
  await it.clock.pass(361_000);
  it.recorder.record(aHappening());
  it.recorder.record(aHappening({ note: 'another' }));
  await it.clock.pass(0);
  expect(new Set(it.fake.applied.map(({ object }) => object.metadata.name)).size).toBe(3);
});

test('EventRecorder lets 25 events of one object pass and then one in five minutes', async () => {
  const it = setup();
  for (let n = 0; n < 40; n += 1) it.recorder.record(aHappening({ note: String(n) }));
  await it.clock.pass(0);
  expect(it.fake.applied).toHaveLength(25);
  expect(it.dropped).toHaveLength(15);
  const other = { ...aHappening().regarding, uid: 'uid-2' };
  it.recorder.record(aHappening({ regarding: other }));
  await it.clock.pass(300_000);
  it.recorder.record(aHappening({ note: 'late' }));
  await it.clock.pass(0);
  expect(it.fake.applied).toHaveLength(27);
});

test('EventRecorder cuts a note at 1,024 bytes and never inside a character', async () => {
  const it = setup();
  it.recorder.record(aHappening({ note: 'ż'.repeat(600) }));
  it.recorder.record(aHappening({ note: `a${'ż'.repeat(600)}` }));
  await it.clock.pass(0);
  for (const { object } of it.fake.applied) {
    const note = String(object['note']);
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1_024);
    expect(note).toMatch(/^a?ż+…$/);
  }
});

test('EventRecorder writes about cluster-scoped objects in default', async () => {
  const it = setup();
  const { namespace: _, ...regarding } = aHappening().regarding;
  it.recorder.record(aHappening({ regarding }));
  await it.clock.pass(0);
  expect(it.fake.applied[0]?.object.metadata.namespace).toBe('default');
});

test('EventRecorder tries three times and never throws', async () => {
  const it = setup();
  it.fake.state = 'down';
  it.recorder.record(aHappening());
  await it.clock.pass(60_000);
  expect(it.fake.calls).toBe(3);
  expect(it.dropped).toMatchObject([{ code: 500 }]);
});

test('EventRecorder keeps a bounded number waiting', async () => {
  const it = setup();
  it.fake.state = 'silent';
  for (let n = 0; n < 5_000; n += 1)
    it.recorder.record(
      aHappening({ regarding: { ...aHappening().regarding, uid: `uid-${String(n)}` } }),
    );
  await it.clock.pass(0);
  expect(it.dropped.length).toBeGreaterThan(4_700);
});

test('EventRecorder writes what waits when it is flushed, and ends in time', async () => {
  const it = setup();
  it.recorder.record(aHappening());
  await it.clock.pass(0);
  it.recorder.record(aHappening());
  await it.recorder.flush();
  expect(it.fake.applied).toHaveLength(2);
  it.recorder.record(aHappening({ note: 'too late' }));
  expect(it.fake.applied).toHaveLength(2);

  const silent = setup();
  silent.fake.state = 'silent';
  silent.recorder.record(aHappening());
  let flushed = false;
  void silent.recorder.flush().then(() => (flushed = true));
  await silent.clock.pass(5_000);
  expect(flushed).toBe(true);
});
