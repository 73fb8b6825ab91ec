import { expect, test } from 'vitest';

import { runController, TerminalError } from '../../../operator/kube/controller.ts';
import type { ControllerOptions } from '../../../operator/kube/controller.ts';
import { Queue } from '../../../operator/kube/queue.ts';
import { ApiError } from '../../../operator/ports/api-error.ts';
import { FakeClock, settle } from './fake-clock.ts';

interface Running {
  readonly queue: Queue;
  readonly clock: FakeClock;
  readonly results: string[];
  readonly errors: unknown[];
  readonly stop: () => Promise<void>;
}

function run(
  reconcile: ControllerOptions['reconcile'],
  options: Partial<ControllerOptions> = {},
): Running {
  const clock = new FakeClock();
  const queue = new Queue(clock);
  const results: string[] = [];
  const errors: unknown[] = [];
  const stop = new AbortController();
  const ended = runController(
    {
      queue,
      clock,
      reconcile,
      metrics: { reconciled: (result) => results.push(result) },
      onError: (_key, error) => errors.push(error),
      ...options,
    },
    stop.signal,
  );
  return {
    queue,
    clock,
    results,
    errors,
    stop: () => {
      stop.abort(new Error('stopped'));
      return ended;
    },
  };
}

test('runController works on four keys at once, and on no key twice', async () => {
  const inWork = new Set<string>();
  let most = 0;
  const { queue, clock, results, stop } = run(async (key) => {
    expect(inWork.has(key)).toBe(false);
    inWork.add(key);
    most = Math.max(most, inWork.size);
    await clock.sleep(10);
    inWork.delete(key);
    return {};
  });
  for (let n = 0; n < 40; n += 1) {
    queue.add(`k${String(n % 10)}`);
    await settle();
  }
  await clock.pass(1_000);
  expect(most).toBe(4);
  expect(new Set(results)).toEqual(new Set(['success']));
  await stop();
});

test('runController calls again after an error, with a growing wait, and forgets it after success', async () => {
  const calls: number[] = [];
  const { queue, clock, results, errors, stop } = run(() => {
    calls.push(clock.monotonic());
    if (calls.length < 4) return Promise.reject(new Error('not yet'));
    return Promise.resolve({});
  });
  queue.add('a');
  await clock.pass(10_000);
  const [first] = calls;
  expect(calls.map((at) => at - first!)).toEqual([0, 5, 15, 35]);
  expect(results).toEqual(['error', 'error', 'error', 'success']);
  expect(errors).toHaveLength(3);
  expect(queue.failures('a')).toBe(0);
  await stop();
});

test('runController does not call again after a TerminalError', async () => {
  const { queue, clock, results, errors, stop } = run(() =>
    Promise.reject(new TerminalError('for good')),
  );
  queue.add('a');
  await clock.pass(3_600_000);
  expect(results).toEqual(['error']);
  expect(errors).toMatchObject([{ name: 'TerminalError' }]);
  await stop();
});

test('runController waits as long as the API server asks for', async () => {
  const calls: number[] = [];
  const busy = new ApiError({ code: 429, reason: 'TooManyRequests', message: '', retryAfter: 7 });
  const { queue, clock, stop } = run(() => {
    calls.push(clock.monotonic());
    return calls.length === 1 ? Promise.reject(busy) : Promise.resolve({});
  });
  queue.add('a');
  await clock.pass(10_000);
  expect(calls[1]! - calls[0]!).toBe(7_000);
  await stop();
});

test('runController comes back after requeueAfterMs', async () => {
  let calls = 0;
  const { queue, clock, results, stop } = run(() => {
    calls += 1;
    return Promise.resolve({ requeueAfterMs: 1_000 });
  });
  queue.add('a');
  await clock.pass(3_500);
  expect(calls).toBe(4);
  expect(results[0]).toBe('requeue_after');
  await stop();
});

test('runController aborts a reconcile that takes too long', async () => {
  const reasons: unknown[] = [];
  const { queue, clock, stop } = run(
    (_key, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason);
          reject(signal.reason as Error);
        });
      }),
    { timeoutMs: 1_000 },
  );
  queue.add('a');
  await clock.pass(1_001);
  expect(reasons).toMatchObject([{ code: 'ERR_TIMEOUT' }]);
  await stop();
});

test('runController ends when its signal aborts and the reconciles under way have ended', async () => {
  let ended = false;
  const { queue, stop } = run(
    (_key, { signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          setImmediate(() => {
            ended = true;
            resolve({});
          });
        });
      }),
  );
  queue.add('a');
  await settle();
  await stop();
  expect(ended).toBe(true);
});
