import { expect, test } from 'vitest';

import { KINDS, ref } from '../../operator/api/kinds.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { EventRecorder } from '../../operator/kube/events.ts';
import { Leader } from '../../operator/kube/leader.ts';
import type { Lease } from '../../operator/kube/lease.ts';
import { systemClock } from '../../operator/runtime/system.ts';
import { eventually } from '../support/eventually.ts';
import { configMap } from './subject.ts';
import type { openReal } from './real-cluster.ts';

type Open = () => Promise<Awaited<ReturnType<typeof openReal>>>;

/** The Lease as a real API server takes it. */
export function leaderExam(open: Open): void {
  test('two candidates: one leads, and the other follows when it stops', async () => {
    const real = await open();
    const { cluster, namespace } = real;
    const log: string[] = [];
    const errors: unknown[] = [];
    const candidate = (
      identity: string,
    ): { readonly stop: AbortController; readonly ended: Promise<void> } => {
      const stop = new AbortController();
      const leader = new Leader({
        cluster,
        clock: systemClock,
        namespace,
        name: 'leader',
        identity,
        retrySeconds: 0.2,
        onError: (error) => errors.push(error),
      });
      const lead = async (signal: AbortSignal): Promise<void> => {
        log.push(`${identity} leads`);
        await new Promise((resolve) => {
          AbortSignal.any([signal, stop.signal]).addEventListener('abort', resolve);
        });
        log.push(`${identity} ends`);
      };
      return { stop, ended: leader.runAsLeader(lead, stop.signal) };
    };
    const lines = (count: number): Promise<unknown> =>
      eventually(() => Promise.resolve(log.length >= count ? true : undefined), {
        what: `${String(count)} lines of ${log.join('; ')}`,
        seconds: 15,
      });

    const one = candidate('one');
    await lines(1);
    const two = candidate('two');
    await new Promise((resolve) => setTimeout(resolve, 700));
    const read = (): Promise<Lease | undefined> =>
      cluster.read<Lease>(ref(KINDS.Lease, 'leader', namespace));
    const held = await read();
    expect(held?.spec).toMatchObject({ holderIdentity: 'one', leaseDurationSeconds: 30 });
    expect(held?.spec?.renewTime).toMatch(/\.\d{6}Z$/);
    one.stop.abort();
    await lines(3);
    expect(log).toEqual(['one leads', 'one ends', 'two leads']);
    expect((await read())?.spec).toMatchObject({ holderIdentity: 'two', leaseTransitions: 1 });
    two.stop.abort();
    await Promise.all([one.ended, two.ended]);
    expect((await read())?.spec).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
    expect(errors).toEqual([]);
    await real.close();
  }, 60_000);
}

/** Events as a real API server takes them. */
export function eventsExam(open: Open): void {
  test('an event is stored, and the same again counts up its series', async () => {
    const real = await open();
    const { cluster, namespace } = real;
    const dropped: unknown[] = [];
    let now = 0;
    // The first series ends at once: half a minute between two writes is skipped by moving the clock.
    const clock = { ...systemClock, monotonic: () => performance.now() + now };
    const recorder = new EventRecorder({
      cluster,
      clock,
      instance: 'pod-1',
      onDropped: (_happening, why) => dropped.push(why),
    });
    const regarding = await cluster.create(configMap(real, 'told'));
    const happening = {
      regarding: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace,
        name: 'told',
        uid: regarding.metadata.uid!,
      },
      related: { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'web' },
      type: 'Warning',
      reason: 'Refused',
      action: 'Reconcile',
      note: 'ż'.repeat(600),
    } as const;
    const events = (): Promise<readonly KubeObject[]> => cluster.list(KINDS.Event, { namespace });
    recorder.record(happening);
    const [first] = await eventually(
      async () => {
        const found = await events();
        return found.length > 0 ? found : undefined;
      },
      { what: 'an event' },
    );
    expect(first).toMatchObject({
      reason: 'Refused',
      type: 'Warning',
      action: 'Reconcile',
      reportingController: 'airgapped.dev/plane-operator',
      reportingInstance: 'pod-1',
      regarding: happening.regarding,
      related: happening.related,
    });
    expect(first).not.toHaveProperty('series');
    now += 31_000;
    recorder.record(happening);
    recorder.record(happening);
    await recorder.flush();
    const after = await events();
    expect(after).toMatchObject([{ metadata: { uid: first!.metadata.uid }, series: { count: 3 } }]);
    expect(dropped).toEqual([]);
    await real.close();
  });

  test('an event about a cluster-scoped object is stored in default', async () => {
    const real = await open();
    const { cluster } = real;
    const dropped: unknown[] = [];
    const recorder = new EventRecorder({
      cluster,
      clock: systemClock,
      instance: 'pod-1',
      onDropped: (_happening, why) => dropped.push(why),
    });
    await cluster
      .create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } })
      .catch(() => undefined);
    const { namespace } = real;
    const regarding = await cluster.read(ref(KINDS.Namespace, namespace));
    recorder.record({
      regarding: {
        apiVersion: 'v1',
        kind: 'Namespace',
        name: namespace,
        uid: regarding!.metadata.uid!,
      },
      type: 'Normal',
      reason: 'Accepted',
      action: 'Reconcile',
      note: 'all is well',
    });
    await recorder.flush();
    const found = await cluster.list(KINDS.Event, { namespace: 'default' });
    expect(dropped).toEqual([]);
    expect(found.filter(({ metadata }) => metadata.name.startsWith(namespace))).toHaveLength(1);
    await real.close();
  });
}
