import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheFolder } from '../cluster/cache-folder.ts';
import { withLock } from '../cluster/lock.ts';
import { run } from './run.ts';

/** An uncompressed tar file, as images are made of them. */
export interface Layer {
  readonly file: string;
  /** SHA-256 of the file, with the algorithm's name in front. */
  readonly digest: string;
}

const SUITE = 'bookworm';
const SOFTWARE = ['postgresql-15', 'redis-server', 'rabbitmq-server'];
const LEFT_OUT = ['doc', 'man', 'locale', 'info'].map(
  (folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`,
);
const PARAMETERS = [
  '--mode=root',
  '--variant=essential',
  `--include=${SOFTWARE.join(',')}`,
  ...LEFT_OUT,
  SUITE,
];

/** One Debian with every store in it, which all images share; made once and kept in the cache. */
export async function rootFileSystem(log: (line: string) => void): Promise<Layer> {
  const key = createHash('sha256').update(JSON.stringify(PARAMETERS)).digest('hex').slice(0, 16);
  const folder = cacheFolder('node', `debian-${key}`);
  const [file, sum] = [join(folder, 'rootfs.tar'), join(folder, 'digest')];
  if (!existsSync(folder)) {
    await mkdir(cacheFolder('node'), { recursive: true });
    const lock = `${folder}.lock`;
    await withLock({ file: lock, log }, async () => {
      if (!existsSync(folder)) await make(folder, log);
    });
  }
  return { file, digest: await readFile(sum, 'utf8') };
}

async function make(folder: string, log: (line: string) => void): Promise<void> {
  const temp = `${folder}.${process.pid}`;
  log(`making a Debian with ${SOFTWARE.join(', ')} (about 2 minutes, once)`);
  await mkdir(temp, { recursive: true });
  try {
    const file = join(temp, 'rootfs.tar');
    await run('mmdebstrap', ...PARAMETERS, file);
    await writeFile(join(temp, 'digest'), await digestOf(file));
    await rename(temp, folder);
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `sha256:${hash.digest('hex')}`;
}
