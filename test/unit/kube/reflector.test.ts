import { expect, test } from 'vitest';

import { event, item, list, refuse, start, versionOf, watch } from './reflector-setup.ts';

test('Reflector lists all pages and then watches from the version of the list', async () => {
  const it = await start([
    list('10', [item('a', '1')], 'more'),
    list('10', [item('b', '2')]),
    watch(event('ADDED', item('c', '11')), false),
  ]);
  await it.watching.synced;
  await it.until(() => it.lines.length === 3);
  expect(it.lines).toEqual(['initial added a@1', 'initial added b@2', 'added c@11']);
  const [first, second, third] = it.server.asked.map(({ url }) => new URL(url, 'http://x'));
  expect(first?.search).toBe('?limit=500');
  expect(second?.searchParams.get('continue')).toBe('more');
  expect(Object.fromEntries(third!.searchParams)).toEqual({
    watch: '1',
    allowWatchBookmarks: 'true',
    resourceVersion: '10',
    timeoutSeconds: '450',
  });
});

test('Reflector resumes from the last event or bookmark, without a list', async () => {
  const it = await start([
    list('10', []),
    watch(event('ADDED', item('a', '11'))),
    watch(event('BOOKMARK', item('', '50'))),
    watch('', false),
  ]);
  await it.watching.synced;
  await it.until(() => it.clock.sleeping > 0 && it.server.asked.length === 2);
  while (it.server.asked.length < 4) await it.clock.pass(1_000);
  expect(it.server.asked.slice(1).map(versionOf)).toEqual(['10', '11', '50']);
});

test('Reflector waits longer after each failure, and tells what is wrong', async () => {
  const it = await start([list('10', []), ...Array.from({ length: 9 }, () => refuse(500))]);
  await it.watching.synced;
  const waits: number[] = [];
  for (let failures = 1; failures <= 8; failures += 1) {
    await it.until(() => it.server.asked.length === failures + 1 && it.clock.next !== undefined);
    await it.until(() => it.clock.sleeping === 1 && it.clock.next! < 100_000);
    waits.push(it.clock.next!);
    await it.clock.pass(it.clock.next!);
  }
  expect(waits).toEqual([400, 800, 1_600, 3_200, 6_400, 12_800, 15_000, 15_000]);
  expect(it.watching.trouble()).toBe('Cannot watch configmaps: answer 500');
});

test.each([
  ['an answer', refuse(410)],
  ['an event', watch(event('ERROR', { kind: 'Status', code: 410, reason: 'Expired' }))],
])('Reflector lists again after 410 as %s, and tells only what changed', async (_, gone) => {
  const it = await start([
    list('10', [item('same', '1'), item('changed', '2'), item('gone', '3'), item('other', '4')]),
    gone,
    list('20', [
      item('same', '1'),
      item('changed', '12'),
      item('new', '13'),
      item('other', '14', 'another uid'),
    ]),
    watch('', false),
  ]);
  await it.watching.synced;
  it.lines.splice(0);
  while (it.server.asked.length < 4) await it.clock.pass(1_000);
  expect(it.lines).toEqual([
    'modified changed@12 was changed@2',
    'added new@13',
    'deleted other@4 was other@4',
    'added other@14',
    'deleted gone@3 was gone@3',
  ]);
  expect(versionOf(it.server.asked[3]!)).toBe('20');
  expect([...it.watching.list()].sort()).toEqual(['changed@12', 'new@13', 'other@14', 'same@1']);
});

test('Reflector begins its first list anew when it expires between two pages', async () => {
  const it = await start([
    list('10', [item('a', '1'), item('b', '2')], 'more'),
    refuse(410),
    list('20', [item('a', '1')]),
    watch('', false),
  ]);
  await it.until(() => it.server.asked.length === 2 && it.clock.sleeping > 0);
  await it.clock.pass(1_000);
  await it.watching.synced;
  expect(it.lines).toEqual([
    'initial added a@1',
    'initial added b@2',
    'initial deleted b@2 was b@2',
  ]);
});

test('Reflector tells nothing twice when a watch repeats itself', async () => {
  const it = await start([
    list('10', [item('a', '5')]),
    watch(
      event('ADDED', item('a', '5')) +
        event('MODIFIED', item('a', '11')) +
        event('MODIFIED', item('a', '11')) +
        event('DELETED', item('b', '12')) +
        event('MODIFIED', item('c', '13')),
      false,
    ),
  ]);
  await it.watching.synced;
  await it.until(() => it.lines.length === 3);
  expect(it.lines).toEqual(['initial added a@5', 'modified a@11 was a@5', 'added c@13']);
});
