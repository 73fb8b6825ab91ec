import { expect, test } from 'vitest';

import { LOW_PRIORITY, Queue } from '../../../operator/kube/queue.ts';
import type { QueueMetrics } from '../../../operator/kube/queue.ts';
import { FakeClock, settle } from './fake-clock.ts';

const aQueue = (metrics: QueueMetrics = {}): { queue: Queue; clock: FakeClock } => {
  const clock = new FakeClock();
  return { queue: new Queue(clock, metrics), clock };
};

/** Keys in the order they are handed out, without giving them back. */
const takeAll = async (queue: Queue): Promise<string[]> => {
  const keys: string[] = [];
  while (queue.depth > 0) keys.push((await queue.get())!.key);
  return keys;
};

test('Queue hands out in order of arrival, each key once', async () => {
  const { queue } = aQueue();
  for (const key of ['a', 'b', 'a', 'c', 'b']) queue.add(key);
  expect(queue.depth).toBe(3);
  await expect(takeAll(queue)).resolves.toEqual(['a', 'b', 'c']);
});

test('Queue hands out the highest priority first', async () => {
  const { queue } = aQueue();
  queue.add('first list', { priority: LOW_PRIORITY });
  queue.add('news');
  await expect(takeAll(queue)).resolves.toEqual(['news', 'first list']);
});

test('Queue keeps the higher of two priorities', async () => {
  const { queue } = aQueue();
  queue.add('a', { priority: LOW_PRIORITY });
  queue.add('b', { priority: LOW_PRIORITY });
  queue.add('b');
  queue.add('b', { priority: LOW_PRIORITY });
  await expect(queue.get()).resolves.toEqual({ key: 'b', priority: 0 });
  await expect(queue.get()).resolves.toEqual({ key: 'a', priority: LOW_PRIORITY });
});

test('Queue keeps the shorter of two delays', async () => {
  const { queue, clock } = aQueue();
  queue.add('a', { after: 1_000 });
  queue.add('a', { after: 100 });
  queue.add('a', { after: 5_000 });
  await clock.pass(99);
  expect(queue.depth).toBe(0);
  await clock.pass(1);
  await expect(takeAll(queue)).resolves.toEqual(['a']);
  queue.done('a');
  await clock.pass(10_000);
  expect(queue.depth).toBe(0);
});

test('Queue does not delay what is ready', async () => {
  const { queue } = aQueue();
  queue.add('a');
  queue.add('a', { after: 1_000 });
  await expect(takeAll(queue)).resolves.toEqual(['a']);
});

test('Queue raises the priority of a delayed key without counting it twice', async () => {
  const { queue, clock } = aQueue();
  queue.add('a', { after: 100, priority: LOW_PRIORITY });
  queue.add('a', { after: 100 });
  await clock.pass(100);
  expect(queue.depth).toBe(1);
  await expect(queue.get()).resolves.toEqual({ key: 'a', priority: 0 });
});

test('Queue needs one timer for any number of delayed keys', async () => {
  const { queue, clock } = aQueue();
  for (let n = 1_000; n > 0; n -= 1) queue.add(`k${String(n)}`, { after: n });
  expect(clock.sleeping).toBe(1);
  await clock.pass(500);
  expect(queue.depth).toBe(500);
  expect((await queue.get())!.key).toBe('k1');
});

test('Queue gives a key to one worker at most, and again after done when it was added meanwhile', async () => {
  const { queue } = aQueue();
  queue.add('a');
  await queue.get();
  queue.add('a');
  queue.add('a');
  expect(queue.depth).toBe(0);
  queue.done('a');
  await expect(takeAll(queue)).resolves.toEqual(['a']);
  queue.done('a');
  expect(queue.depth).toBe(0);
});

test('Queue wakes a waiting worker', async () => {
  const { queue } = aQueue();
  const first = queue.get();
  const second = queue.get();
  queue.add('a');
  queue.add('b');
  await expect(Promise.all([first, second])).resolves.toMatchObject([{ key: 'a' }, { key: 'b' }]);
});

test('Queue lets a worker go when its signal aborts', async () => {
  const { queue } = aQueue();
  const stop = new AbortController();
  const waiting = queue.get(stop.signal);
  stop.abort();
  await expect(waiting).resolves.toBeUndefined();
  queue.add('a');
  expect(queue.depth).toBe(1);
});

test('Queue waits longer after each failure, until forget', async () => {
  const { queue, clock } = aQueue();
  const waits: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    queue.addRateLimited('a');
    waits.push(clock.next!);
    await clock.pass(clock.next!);
    await queue.get();
    queue.done('a');
  }
  expect(waits).toEqual([5, 10, 20, 40, 80]);
  expect(queue.failures('a')).toBe(5);
  queue.forget('a');
  queue.addRateLimited('a');
  expect(clock.next).toBe(5);
});

test('Queue waits longer than the backoff when that is asked for', () => {
  const { queue, clock } = aQueue();
  queue.addRateLimited('a', { atLeastMs: 2_000_000 });
  expect(clock.next).toBe(2_000_000);
});

test('Queue lets 100 failures pass at once and then ten a second', async () => {
  const { queue, clock } = aQueue();
  for (let n = 0; n < 102; n += 1) queue.addRateLimited(`k${String(n)}`);
  await clock.pass(5);
  expect(queue.depth).toBe(100);
  await clock.pass(95);
  expect(queue.depth).toBe(101);
  await clock.pass(100);
  expect(queue.depth).toBe(102);
});

test('Queue takes nothing more after shutdown, and ends when no key is in work', async () => {
  const { queue } = aQueue();
  queue.add('a');
  queue.add('b');
  await queue.get();
  const waiting = queue.shutdown();
  let ended = false;
  void waiting.then(() => (ended = true));
  queue.add('c');
  await expect(queue.get()).resolves.toBeUndefined();
  await settle();
  expect(ended).toBe(false);
  queue.done('a');
  await waiting;
});

test('Queue works off what is ready when it drains', async () => {
  const { queue } = aQueue();
  queue.add('a');
  queue.add('later', { after: 1_000 });
  const drained = queue.shutdown(true);
  await expect(queue.get()).resolves.toMatchObject({ key: 'a' });
  queue.done('a');
  await drained;
  await expect(queue.get()).resolves.toBeUndefined();
});

test('Queue ends its shutdown when a key was added again while in work', async () => {
  const { queue } = aQueue();
  queue.add('a');
  await queue.get();
  queue.add('a');
  const ended = queue.shutdown();
  queue.done('a');
  await ended;
});

test('Queue tells its metrics', async () => {
  const told: string[] = [];
  const { queue, clock } = aQueue({
    depth: (count) => told.push(`depth ${String(count)}`),
    added: () => told.push('added'),
    queued: (seconds) => told.push(`queued ${String(seconds)}`),
    worked: (seconds) => told.push(`worked ${String(seconds)}`),
    retried: () => told.push('retried'),
  });
  queue.add('a');
  await clock.pass(2_000);
  await queue.get();
  await clock.pass(3_000);
  expect(queue.unfinishedSeconds()).toBe(3);
  queue.addRateLimited('a');
  queue.done('a');
  expect(told).toEqual(['added', 'depth 1', 'depth 0', 'queued 2', 'retried', 'added', 'worked 3']);
});
