import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { expect, test } from 'vitest';

import { wantedImages } from '../../operator/cli/images/wanted.ts';
import { startOciRegistry } from '../support/oci-registry.ts';
import { Pictures } from '../support/pictures.ts';
import { call } from './clients.ts';
import { whatIsWrong } from './pulled.ts';
import { Site } from './site.ts';

/** The commands of a section of the README. */
const commandsOf = (readme: string, section: string): readonly string[] => {
  const [, rest = ''] = readme.split(`\n### ${section}\n`);
  const [text = ''] = rest.split('\n### ');
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
};

test('"Across the gap" in the README works as it stands', async () => {
  const blocks = commandsOf(await readFile('README.md', 'utf8'), 'Across the gap');
  expect(blocks).toHaveLength(3);
  const [site, registry] = [await Site.open(), await startOciRegistry({ name: 'localhost' })];
  try {
    const names = ['v3.1.2', 'v3.1.4'].flatMap((release) =>
      wantedImages(release, {}).map(({ name }) => name),
    );
    const pictures = new Pictures(
      [...new Set(names)].map((name) => ({ name, layers: ['base', name], size: 500 })),
    );
    await pictures.write(site.path('images'));
    await copyFile(registry.caFile, site.path('ca.crt'));
    await site.login(registry);
    await mkdir(site.path('bin'));
    const shim = `#!/bin/sh\nexec ${process.execPath} ${resolve('operator/main.ts')} "$@"\n`;
    await writeFile(site.path('bin/plane-operator'), shim, { mode: 0o755 });
    const env = {
      ...process.env,
      PATH: `${site.path('bin')}:${process.env['PATH'] ?? ''}`,
      HOME: site.folder,
      REGISTRY_AUTH_FILE: site.path('auth.json'),
    };
    const said: string[] = [];
    for (const block of blocks) {
      const text = block.replaceAll('registry.corp.example.com', registry.host);
      said.push(await call('sh', ['-euc', text], { cwd: site.folder, env }));
    }
    expect(said[1]).toContain('are as listed');
    // What only v3.1.2 had, and what both have stays.
    expect(said[2]).toContain('would delete makeplane/web-commercial@');
    expect(said[2]).not.toContain('library/postgres');
    const { host, user, password } = registry;
    expect(
      await whatIsWrong(host, 'mirror', pictures, {
        plainHttp: false,
        ca: await readFile(registry.caFile, 'utf8'),
        login: { user, password },
      }),
    ).toEqual([]);
  } finally {
    await registry.stop();
    await site.close();
  }
});
