import { readFile, writeFile } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readManifests } from '../../../operator/cli/input.ts';
import { checkOffline } from '../../../operator/cli/offline.ts';
import { PRODUCTS } from '../../../operator/products/index.ts';

const findings = async (file: string): Promise<readonly unknown[]> =>
  (await readManifests(file)).flatMap((manifest) => checkOffline(manifest, PRODUCTS));

test.each(['plane.yaml', 'annotated.yaml'])('%s is taken as it stands', async (file) => {
  expect(await findings(`scripts/demo-files/${file}`)).toEqual([]);
});

test('what the README shows is taken as it stands', async () => {
  const [, shown = ''] = /```yaml\n([\s\S]*?)```/.exec(await readFile('README.md', 'utf8')) ?? [];
  const file = join(mkdtempSync(join(tmpdir(), 'readme-')), 'plane.yaml');
  await writeFile(file, shown);
  expect(await findings(file)).toEqual([]);
});
