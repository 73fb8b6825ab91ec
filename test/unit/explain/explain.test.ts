import { expect, test } from 'vitest';

import { CONDITIONS, REASONS } from '../../../operator/api/reasons.ts';
import { explain } from '../../../operator/explain/explain.ts';
import { PAGES } from '../../../operator/explain/pages.generated.ts';

const TOPICS = [...new Set([...Object.keys(CONDITIONS), ...Object.keys(REASONS)])];

const suggested = (topic: string): readonly string[] => {
  const found = explain(topic, PAGES);
  return found.ok ? ['(found)'] : found.error.suggestions;
};

test.each(TOPICS)('explain has a page for %s, in whatever case', (topic) => {
  expect(explain(topic, PAGES)).toEqual({ ok: true, value: PAGES[topic] });
  expect(explain(topic.toLowerCase(), PAGES)).toEqual({ ok: true, value: PAGES[topic] });
  expect(explain(` ${topic.toUpperCase()} `, PAGES)).toEqual({ ok: true, value: PAGES[topic] });
});

test('explain shows condition and reason of one name together', () => {
  const found = explain('Ready', PAGES);
  expect(found.ok && found.value.match(/^# .*$/gm)).toEqual(['# Condition Ready', '# Ready']);
});

test.each([undefined, '', '  '])('explain lists every topic with its sentence for %j', (topic) => {
  const found = explain(topic, PAGES);
  const lines = found.ok ? found.value.split('\n').map((line) => line.trim()) : [];
  for (const [name, sentence] of [...Object.entries(CONDITIONS), ...Object.entries(REASONS)])
    expect(lines.some((line) => line.startsWith(`${name} `) && line.endsWith(` ${sentence}`))).toBe(
      true,
    );
});

test.each([
  { topic: 'SecretMising', first: 'SecretMissing' },
  { topic: 'secretkeymising', first: 'SecretKeyMissing' },
  { topic: 'Wating', first: 'Waiting' },
  { topic: 'stalld', first: 'Stalled' },
  { topic: 'ForiegnObject', first: 'ForeignObject' },
  { topic: 'ImageAvailable', first: 'ImagesAvailable' },
])('explain suggests $first for $topic', ({ topic, first }) => {
  expect(suggested(topic)[0]).toBe(first);
});

test('explain suggests the names of which a part was written', () => {
  expect(suggested('migration')).toEqual([
    'MigrationFailed',
    'MigrationPending',
    'MigrationRunning',
    'MigrationSucceeded',
  ]);
});

test('explain suggests five names at most, and none for what is like nothing', () => {
  expect(suggested('secret')).toHaveLength(5);
  expect(suggested('xylophone')).toEqual([]);
});

test.each([
  {
    topic: 'Wating',
    message: 'Cannot explain "Wating": no reason or condition has that name',
  },
  {
    topic: 'xylophone',
    message:
      'Cannot explain "xylophone": no reason or condition has that name; leave it out for the list of all',
  },
])('explain says that there is no $topic', ({ topic, message }) => {
  expect(explain(topic, PAGES)).toMatchObject({ ok: false, error: { message } });
});

test.each(['constructor', '__proto__', 'toString'])('explain takes %s for no topic', (topic) => {
  expect(explain(topic, PAGES).ok).toBe(false);
});
