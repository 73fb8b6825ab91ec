import { expect, test } from 'vitest';

import { settle } from './fake-clock.ts';
import { event, item, list, refuse, start, versionOf, watch } from './reflector-setup.ts';

test('Reflector goes on after a line that is no JSON, from the last good version', async () => {
  const it = await start([
    list('10', []),
    watch(`${event('ADDED', item('a', '11'))}{"type":"ADD\n${event('ADDED', item('b', '12'))}`),
    watch(event('ADDED', item('b', '12')), false),
  ]);
  await it.watching.synced;
  while (it.server.asked.length < 3) await it.clock.pass(1_000);
  await it.until(() => it.lines.length === 2);
  expect(it.failed).toEqual(['decode']);
  expect(versionOf(it.server.asked[2]!)).toBe('11');
  expect(it.lines).toEqual(['added a@11', 'added b@12']);
});

test('Reflector aborts a watch that is silent for 150 s and resumes it', async () => {
  const it = await start([list('10', []), watch('', false), watch('', false)]);
  await it.watching.synced;
  await it.until(() => it.server.asked.length === 2);
  await it.clock.pass(149_000);
  expect(it.watching.silence()).toBeGreaterThanOrEqual(149_000);
  expect(it.server.asked).toHaveLength(2);
  await it.clock.pass(1_001);
  // A kind that nothing happens to may be silent for long: no reason to be called unready.
  expect(it.watching.trouble()).toBeUndefined();
  while (it.server.asked.length < 3) await it.clock.pass(500);
  expect(versionOf(it.server.asked[2]!)).toBe('10');
});

test('Reflector aborts a watch that is not even answered', async () => {
  const it = await start([list('10', []), () => undefined, watch('', false)]);
  await it.watching.synced;
  await it.until(() => it.server.asked.length === 2);
  await it.clock.pass(150_001);
  while (it.server.asked.length < 3) await it.clock.pass(500);
  await it.until(() => it.watching.silence() < 10_000);
});

test('Reflector counts silence on while it cannot connect', async () => {
  const it = await start([list('10', []), ...Array.from({ length: 99 }, () => refuse(500))]);
  await it.watching.synced;
  while (it.server.asked.length < 20) await it.clock.pass(1_000);
  expect(it.watching.silence()).toBeGreaterThan(60_000);
});

test('Reflector waits half a minute where it has no right', async () => {
  const it = await start([refuse(403)]);
  await it.until(() => it.clock.next !== undefined);
  expect(it.clock.next).toBeGreaterThanOrEqual(30_000);
  expect(it.watching.hasSynced()).toBe(false);
  expect(it.watching.trouble()).toBe('Cannot watch configmaps: answer 403');
});

test('Reflector waits as long as a 429 asks for', async () => {
  const it = await start([list('10', []), refuse(429, { 'retry-after': '20' })]);
  await it.watching.synced;
  await it.until(() => it.clock.sleeping === 1 && it.server.asked.length === 2);
  expect(it.clock.next).toBeGreaterThanOrEqual(20_000);
});

test('Reflector counts what project and onEvent throw, and goes on', async () => {
  const it = await start(
    [
      list('10', [item('bad', '1'), item('a', '2')]),
      watch(event('DELETED', item('a', '3')), false),
    ],
    {
      options: {
        project: ({ metadata }) => {
          if (metadata.name === 'bad') throw new Error('cannot project');
          return metadata.name;
        },
        onEvent: () => {
          throw new Error('cannot listen');
        },
      },
    },
  );
  await it.watching.synced;
  await it.until(() => it.failed.length === 3);
  expect(it.failed).toEqual(['project', 'event', 'event']);
  expect([...it.watching.list()]).toEqual([]);
});

test('Reflector keeps an object as it was when its new state cannot be projected', async () => {
  const it = await start(
    [list('10', [item('a', '1')]), watch(event('MODIFIED', item('a', '11')), false)],
    {
      options: {
        project: ({ metadata }) => {
          if (metadata.resourceVersion === '11') throw new Error('cannot project');
          return metadata.name;
        },
      },
    },
  );
  await it.watching.synced;
  await it.until(() => it.failed.length === 1);
  expect(it.watching.get('ns', 'a')).toBe('a');
});

test('Reflector lets other work in while it takes a large list', async () => {
  const many = Array.from({ length: 500 }, (_, n) => item(`o${String(n)}`, String(n)));
  const clock = { ticks: 0 };
  const it = await start([list('10', many), watch('', false)], {
    options: {
      project: ({ metadata }) => {
        it.clock.freeze(1);
        return metadata.name;
      },
    },
  });
  const counting = setInterval(() => (clock.ticks += 1), 0);
  const turns = { count: 0 };
  const turn = (): void => {
    turns.count += 1;
    if (!it.watching.hasSynced()) setImmediate(turn);
  };
  turn();
  await it.watching.synced;
  clearInterval(counting);
  expect(turns.count).toBeGreaterThan(40);
});

test('Reflector ends its requests and tells nothing more when closed', async () => {
  const it = await start([list('10', []), watch('', false)]);
  await it.watching.synced;
  await it.until(() => it.server.asked.length === 2);
  it.watching.close();
  await settle();
  expect(it.clock.sleeping).toBe(0);
  await it.clock.pass(1_000_000);
  expect(it.server.asked).toHaveLength(2);
});

test('Reflector rejects synced when closed before the first list', async () => {
  const it = await start([]);
  it.watching.close();
  await expect(it.watching.synced).rejects.toMatchObject({ code: 'ERR_NOT_CONNECTED' });
});
