import { expect, test } from 'vitest';

import { Leader } from '../../../operator/kube/leader.ts';
import type { Lease } from '../../../operator/kube/lease.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeCluster } from './fake-cluster.ts';

interface Candidate {
  readonly leader: Leader;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

class Election {
  readonly clock = new FakeClock();
  readonly fake = new FakeCluster();
  readonly log: string[] = [];
  readonly terms: AbortSignal[] = [];
  readonly errors: unknown[] = [];

  candidate(identity: string, fake = this.fake): Candidate {
    const stop = new AbortController();
    const leader = new Leader({
      cluster: fake.cluster,
      clock: this.clock,
      namespace: 'ns',
      name: 'plane-operator',
      identity,
      random: () => 0,
      onError: (error) => this.errors.push(error),
    });
    const lead = async (signal: AbortSignal): Promise<void> => {
      this.terms.push(signal);
      this.log.push(`${identity} leads`);
      await new Promise((resolve) => {
        AbortSignal.any([signal, stop.signal]).addEventListener('abort', resolve);
      });
      this.log.push(`${identity} ends`);
    };
    return { leader, stop, ended: leader.runAsLeader(lead, stop.signal) };
  }

  get lease(): Lease['spec'] {
    return (this.fake.objects.get('Lease ns/plane-operator') as Lease).spec;
  }

  /** Another way to the same cluster, with outages of its own. */
  reach(): FakeCluster {
    return new FakeCluster(this.fake.objects);
  }

  /** What a process elsewhere wrote into the lease. */
  steal(holderIdentity: string): void {
    const lease = this.fake.objects.get('Lease ns/plane-operator') as Lease;
    this.fake.objects.set('Lease ns/plane-operator', {
      ...lease,
      metadata: { ...lease.metadata, resourceVersion: `stolen-${String(this.clock.monotonic())}` },
      spec: { ...lease.spec, holderIdentity },
    });
  }
}

test('Leader leads alone, and renews every four seconds', async () => {
  const it = new Election();
  const one = it.candidate('one');
  await it.clock.pass(0);
  expect(it.lease).toMatchObject({ holderIdentity: 'one', leaseDurationSeconds: 30 });
  expect(it.lease?.renewTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  const { calls } = it.fake;
  await it.clock.pass(40_000);
  expect(it.fake.calls - calls).toBe(10);
  expect(one.leader.holds()).toBe(true);
  expect(it.log).toEqual(['one leads']);
  expect(it.errors).toEqual([]);
});

test('Leader takes a lease over 30 s after it last changed, by its own clock', async () => {
  const it = new Election();
  it.candidate('one', it.reach());
  await it.clock.pass(0);
  it.steal('ghost');
  await it.clock.pass(30_000);
  it.steal('ghost');
  // Times in the record say nothing: another machine's clock wrote them.
  it.clock.wallOffset = -86_400_000;
  await it.clock.pass(29_000);
  expect(it.log).toEqual(['one leads', 'one ends']);
  await it.clock.pass(8_000);
  expect(it.log).toEqual(['one leads', 'one ends', 'one leads']);
});

test('Leader releases when it stops, and the next one follows within seconds', async () => {
  const it = new Election();
  const one = it.candidate('one');
  await it.clock.pass(0);
  it.candidate('two');
  await it.clock.pass(10_000);
  one.stop.abort();
  await one.ended;
  expect(it.lease).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
  await it.clock.pass(6_000);
  expect(it.log).toEqual(['one leads', 'one ends', 'two leads']);
  expect(it.lease).toMatchObject({ holderIdentity: 'two', leaseTransitions: 1 });
});

test.each(['down', 'silent'] as const)(
  'Leader fences after 20 s with an API server that is %s, and leads again when it is back',
  async (state) => {
    const it = new Election();
    const one = it.candidate('one');
    await it.clock.pass(0);
    it.fake.state = state;
    await it.clock.pass(19_000);
    expect(it.terms[0]?.aborted).toBe(false);
    await it.clock.pass(1_100);
    expect(it.terms[0]?.aborted).toBe(true);
    expect(one.leader.holds()).toBe(false);

    await it.clock.pass(600_000);
    expect(it.log).toEqual(['one leads', 'one ends']);
    it.fake.state = 'up';
    await it.clock.pass(12_000);
    expect(it.log).toEqual(['one leads', 'one ends', 'one leads']);
    expect(it.terms[0]?.aborted).toBe(true);
    expect(it.terms[1]?.aborted).toBe(false);
    expect(it.lease?.leaseTransitions).toBe(0);
  },
);

test('Leader ends its term at once when somebody else holds the lease', async () => {
  const it = new Election();
  it.candidate('one');
  await it.clock.pass(0);
  it.steal('two');
  await it.clock.pass(6_000);
  expect(it.terms[0]?.aborted).toBe(true);
  expect(it.log).toEqual(['one leads', 'one ends']);
  await it.clock.pass(40_000);
  expect(it.log).toEqual(['one leads', 'one ends', 'one leads']);
});

test('Leader goes on when somebody only touched its lease', async () => {
  const it = new Election();
  it.candidate('one');
  await it.clock.pass(0);
  it.steal('one');
  await it.clock.pass(60_000);
  expect(it.terms[0]?.aborted).toBe(false);
});

test('Leader makes the lease anew when it was removed', async () => {
  const it = new Election();
  it.candidate('one');
  await it.clock.pass(0);
  it.fake.objects.clear();
  await it.clock.pass(10_000);
  expect(it.lease).toMatchObject({ holderIdentity: 'one' });
  expect(it.terms[0]?.aborted).toBe(false);
});

test('Leader does not hold after its process stood still, before any timer ran', async () => {
  const it = new Election();
  const one = it.candidate('one');
  await it.clock.pass(0);
  it.clock.freeze(21_000);
  expect(it.terms[0]?.aborted).toBe(false);
  expect(one.leader.holds()).toBe(false);
});

test('Leader does not hold after its machine was suspended and the monotonic clock with it', async () => {
  const it = new Election();
  const one = it.candidate('one');
  await it.clock.pass(0);
  it.clock.wallOffset = 60_000;
  expect(one.leader.holds()).toBe(false);
  await it.clock.pass(5_000);
  expect(one.leader.holds()).toBe(true);
});

test('Leader never lets two lead, whoever of them reaches the API server', async () => {
  const it = new Election();
  const ways = [it.reach(), it.reach(), it.reach()];
  const candidates = ways.map((way, index) => it.candidate(`c${String(index)}`, way));
  const states = ['up', 'down', 'up', 'silent', 'up', 'up', 'silent', 'down'] as const;
  for (let step = 0; step < 400; step += 1) {
    for (const [index, way] of ways.entries())
      // Each way stays as it is for half a minute or so, longer than a term without a renewal.
      way.state = states[((step >> 3) * (index + 3) + index) % states.length]!;
    await it.clock.pass(700 + ((step * 1_237) % 9_000));
    const holding = candidates.filter(({ leader }) => leader.holds());
    expect(holding.length).toBeLessThanOrEqual(1);
    expect(it.terms.filter((signal) => !signal.aborted).length).toBeLessThanOrEqual(1);
  }
  expect(new Set(it.log).size).toBeGreaterThan(3);
});

test('Leader passes on what its work throws, after it released', async () => {
  const it = new Election();
  const leader = new Leader({
    cluster: it.fake.cluster,
    clock: it.clock,
    namespace: 'ns',
    name: 'plane-operator',
    identity: 'one',
  });
  const running = leader.runAsLeader(
    () => Promise.reject(new Error('defect')),
    new AbortController().signal,
  );
  await expect(running).rejects.toThrow('defect');
  expect(it.lease).toMatchObject({ holderIdentity: '' });
});

test('a candidate ends when it is stopped', async () => {
  const it = new Election();
  it.candidate('one');
  await it.clock.pass(0);
  const two = it.candidate('two');
  await it.clock.pass(1_000);
  two.stop.abort();
  await two.ended;
  expect(it.lease).toMatchObject({ holderIdentity: 'one' });
});
