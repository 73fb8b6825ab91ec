import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { PAGES } from '../../../operator/explain/pages.generated.ts';
import { pagesSource } from '../../../operator/explain/pages-source.ts';
import { pagesOf } from './files.ts';

const FILES = [...pagesOf('conditions'), ...pagesOf('pages')];

test('pages.generated.ts is in step with the pages', () => {
  expect(readFileSync('operator/explain/pages.generated.ts', 'utf8')).toBe(pagesSource(FILES));
});

test('PAGES holds every page to the letter', () => {
  const wanted: Record<string, string> = {};
  for (const { topic, text } of FILES)
    wanted[topic] = wanted[topic] === undefined ? text : `${wanted[topic]}\n${text}`;
  expect(PAGES).toEqual(wanted);
});

test('pagesSource gives equal bytes for equal files, in whatever order they come', () => {
  expect(pagesSource(FILES.toReversed())).toBe(pagesSource(FILES));
});

test('pagesSource escapes what means something in a template', () => {
  const source = pagesSource([{ path: 'pages/Odd.md', text: 'a `b` ${c} \\d $e\n' }]);
  expect(source).toContain('  Odd: `a \\`b\\` \\${c} \\\\d $e\n`,\n');
});
