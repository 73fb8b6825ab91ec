import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod';

import { cacheFolder } from '../../test/cluster/cache-folder.ts';
import { run } from '../../test/node/run.ts';
import type { Platform } from './platforms.ts';

/** Packages whose libraries Node needs; the last one has the licence of two of them. */
export const PACKAGES = ['libc6', 'libgcc-s1', 'libstdc++6', 'gcc-12-base'] as const;

const LOCK = 'scripts/image/debian.lock.json';

const Lock = z.array(
  z.strictObject({
    name: z.string(),
    arch: z.enum(['amd64', 'arm64']),
    version: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
);

/** One package file that an image is made of. */
export type DebianPackage = z.infer<typeof Lock>[number] & { readonly file: string };

/** Whether a version that the mirror no longer has is an error, or the one that it has is taken. */
export type Strictness = 'locked' | 'newer';

/**
 * The package files of a platform, as locked, from the cache or by apt-get from the mirrors of this machine.
 * Debian's mirrors keep one version of each: after an update the locked one is there no more.
 */
export async function debianPackages(
  { arch }: Platform,
  strictness: Strictness,
): Promise<readonly DebianPackage[]> {
  const lock = Lock.parse(JSON.parse(await readFile(LOCK, 'utf8')));
  const found: DebianPackage[] = [];
  for (const entry of lock.filter((each) => each.arch === arch)) {
    const file = cacheFolder('image', `${entry.sha256}.deb`);
    if (!existsSync(file)) await bring(entry, file);
    if (existsSync(file)) found.push({ ...entry, file });
    else if (strictness === 'newer') found.push(await candidate(entry.name, arch));
    else
      throw new Error(
        `Cannot get ${entry.name} ${entry.version} for ${arch}: the mirrors of this machine have it no more; ` +
          'take what they have by "npm run image -- --lock", or build from a mirror that keeps all versions',
      );
  }
  return found;
}

/** Writes the lock anew, of what the mirrors of this machine have. */
export async function lockPackages(platforms: readonly Platform[]): Promise<void> {
  const entries: z.infer<typeof Lock> = [];
  for (const { arch } of platforms)
    for (const name of PACKAGES) {
      const { file: _, ...entry } = await candidate(name, arch);
      entries.push(entry);
    }
  await writeFile(LOCK, `${JSON.stringify(entries, null, 2)}\n`);
}

/** Fetches a locked version; leaves nothing when it is not to be had, or is not what was locked. */
async function bring(
  { name, arch, version, sha256 }: z.infer<typeof Lock>[number],
  file: string,
): Promise<void> {
  const fetched = await download(`${name}:${arch}=${version}`).catch(() => undefined);
  if (fetched?.sha256 === sha256) await copyFile(fetched.file, `${file}.${process.pid}`);
  if (fetched?.sha256 === sha256) await rename(`${file}.${process.pid}`, file);
  if (fetched !== undefined) await rm(fetched.folder, { recursive: true });
}

async function candidate(name: string, arch: 'amd64' | 'arm64'): Promise<DebianPackage> {
  const { file, folder, sha256 } = await download(`${name}:${arch}`);
  const kept = cacheFolder('image', `${sha256}.deb`);
  await rename(file, kept);
  await rm(folder, { recursive: true });
  const version = (await run('dpkg-deb', '-f', kept, 'Version')).trim();
  return { name, arch, version, sha256, file: kept };
}

interface Download {
  readonly folder: string;
  readonly file: string;
  readonly sha256: string;
}

/** `apt-get download` with lists of its own, of both architectures; checks Debian's signatures, changes nothing on the machine. */
export async function download(what: string): Promise<Download> {
  const config = await aptConfig();
  const folder = await mkdtemp(cacheFolder('image', 'download-'));
  await run(
    'sh',
    '-c',
    'cd "$1" && APT_CONFIG="$2" apt-get -qq download "$3"',
    'sh',
    folder,
    config,
    what,
  );
  const [name = ''] = await readdir(folder);
  const file = join(folder, name);
  return {
    folder,
    file,
    sha256: createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  };
}

let lists: Promise<string> | undefined;

/** Fetched once in a process. */
const aptConfig = (): Promise<string> => (lists ??= updateLists());

async function updateLists(): Promise<string> {
  const folder = cacheFolder('image', 'apt');
  for (const each of ['lists/partial', 'cache/archives/partial'])
    await mkdir(join(folder, each), { recursive: true });
  const file = join(folder, 'apt.conf');
  const sources = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'];
  await writeFile(
    file,
    [
      `Dir::State "${folder}";`,
      `Dir::State::Lists "${folder}/lists";`,
      'Dir::State::status "/dev/null";',
      `Dir::Cache "${folder}/cache";`,
      `Dir::Etc::sourcelist "${sources.find((each) => existsSync(each)) ?? ''}";`,
      'Dir::Etc::sourceparts "-";',
      'APT::Architectures { "amd64"; "arm64"; };',
      'APT::Sandbox::User "root";',
      'Acquire::Languages "none";',
      'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";',
      '',
    ].join('\n'),
  );
  await run('env', `APT_CONFIG=${file}`, 'apt-get', '-qq', 'update');
  return file;
}
