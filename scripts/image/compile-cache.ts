import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { build } from 'esbuild';

import { cacheFolder } from '../../test/cluster/cache-folder.ts';
import { withLock } from '../../test/cluster/lock.ts';
import { run } from '../../test/node/run.ts';
import { NODE_FLAGS } from './config.ts';
import { download } from './debian.ts';
import type { Platform } from './platforms.ts';

/** Less would mean that the program ended before it loaded. */
const LEAST_BYTES = 100_000;

/**
 * Flags under which equal programs give equal bytes, whatever the machine does beside.
 * V8 does not count them to those that compiled code is bound to; a test says that the image takes the code.
 */
const REPEATABLE = ['--random-seed=1', '--predictable', '--no-lazy-feedback-allocation'];

/** Writes `start.cjs`, by which the image starts, and `compile.cjs`, which stays outside. */
export async function buildStart(out: string): Promise<void> {
  await build({
    entryPoints: ['scripts/image/start.ts', 'scripts/image/compile.ts'],
    outdir: out,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    minify: true,
    logLevel: 'warning',
  });
}

/** A platform, and a folder with the libraries of its Node. */
export interface Target {
  readonly platform: Platform;
  readonly node: string;
  readonly libraries: string;
}

/**
 * Writes the code that V8 compiles for a platform out of `FOLDER/plane-operator.cjs`, as far as it runs at the start.
 * The code is that of V8's own machine, not of the processor. An emulator runs what this machine cannot.
 */
export async function compile(target: Target, folder: string, cache: string): Promise<void> {
  const log = (line: string): boolean => process.stderr.write(`${line}\n`);
  await withLock({ file: `${PLACE}.lock`, log }, async () => {
    await rm(PLACE, { recursive: true, force: true });
    await mkdir(PLACE);
    for (const name of ['compile.cjs', 'plane-operator.cjs'])
      await copyFile(join(folder, name), join(PLACE, name));
    await compileInPlace(target);
    await copyFile(join(PLACE, 'cache'), cache);
    await rm(PLACE, { recursive: true });
  });
}

/** V8's bytes differ here and there with the path of the program that runs: it is the same everywhere. */
const PLACE = '/tmp/plane-operator-compile';

async function compileInPlace(target: Target): Promise<void> {
  const { status, said } = await spawned([
    ...(await emulation(target)),
    resolve(target.node),
    ...NODE_FLAGS,
    ...REPEATABLE,
    ...['compile.cjs', 'plane-operator.cjs', 'cache'],
    // Refused after all that "run" needs has been loaded.
    ...['run', '--namespace=none', '--port=none'],
  ]);
  const kept = await stat(join(PLACE, 'cache'));
  if (status !== 2 || !said.includes('at port') || kept.size < LEAST_BYTES)
    throw new Error(
      `Cannot compile for ${target.platform.arch}: the program ended with ${String(status)}: ${said}`,
    );
}

interface Ended {
  readonly status: number | null;
  readonly said: string;
}

function spawned([program = '', ...rest]: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, {
      cwd: PLACE,
      env: {},
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.once('error', reject);
    child.once('close', (status) => {
      resolve({ status, said: Buffer.concat(said).toString() });
    });
  });
}

/** What is put in front of a command of another processor. */
export async function emulation({
  platform,
  libraries,
}: Omit<Target, 'node'>): Promise<readonly string[]> {
  if (platform.cpu === process.arch) return [];
  return [await emulator(platform), '-L', libraries];
}

/** The emulator alone out of Debian's package of 60 MB, which has one for each processor. */
async function emulator({ emulator: name }: Platform): Promise<string> {
  const kept = cacheFolder('image', name);
  if (existsSync(kept)) return kept;
  const { file, folder } = await download('qemu-user-static');
  const program = join(folder, 'usr/bin', name);
  await run(
    'sh',
    '-c',
    'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" "./usr/bin/$3"',
    'sh',
    file,
    folder,
    name,
  );
  await chmod(program, 0o755);
  await mkdir(dirname(kept), { recursive: true });
  await rename(program, kept);
  await rm(folder, { recursive: true });
  return kept;
}
