import { readFile } from 'node:fs/promises';

import { expect, test } from 'vitest';

import { GENERATED } from '../../scripts/generated.ts';
import { filesBelow } from './sources.ts';

test.each(GENERATED)('$path is what "npm run generate" would write', async ({ path, content }) => {
  expect(await readFile(path, 'utf8')).toBe(await content());
});

test('crds/ holds nothing that is not generated', () => {
  const paths = GENERATED.map(({ path }) => path);
  expect(filesBelow('crds').filter((path) => !paths.includes(path))).toEqual([]);
});
