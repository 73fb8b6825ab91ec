import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod';

import { cacheFolder } from '../../test/cluster/cache-folder.ts';
import { run } from '../../test/node/run.ts';
import type { Platform } from './platforms.ts';

const Packages = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), integrity: z.string().optional() }),
  ),
});

/** Folder of the npm package with Node for a platform: `bin/node`, `LICENSE`. The lockfile says which bytes it has. */
export async function nodePackage({ cpu, node }: Platform): Promise<string> {
  if (cpu === process.arch) return join('node_modules', node);
  const { packages } = Packages.parse(JSON.parse(await readFile('package-lock.json', 'utf8')));
  const { version, integrity } = packages[`node_modules/${node}`] ?? {};
  if (version === undefined || integrity === undefined)
    throw new Error(`Cannot take ${node}: package-lock.json does not have it`);
  const folder = cacheFolder('image', `${node}-${version}`);
  if (!existsSync(folder)) await unpack({ name: `${node}@${version}`, integrity, folder });
  return join(folder, 'package');
}

/** npm leaves out packages of other processors; their archives are fetched and checked as it would. */
async function unpack({
  name,
  integrity,
  folder,
}: Record<'name' | 'integrity' | 'folder', string>): Promise<void> {
  await mkdir(cacheFolder('image'), { recursive: true });
  const temp = await mkdtemp(`${folder}.`);
  try {
    const said = await run('npm', 'pack', name, '--silent', '--pack-destination', temp);
    const file = join(temp, said.trim());
    const digest = createHash('sha512')
      .update(await readFile(file))
      .digest('base64');
    if (`sha512-${digest}` !== integrity)
      throw new Error(
        `Cannot take ${name}: its digest is sha512-${digest}, locked is ${integrity}`,
      );
    await run('tar', '-xzf', file, '-C', temp);
    await rm(file);
    await rename(temp, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error; // another process was faster
    });
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}
