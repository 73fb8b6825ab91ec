import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { clientsFolder } from '../cluster/build.ts';
import { cacheFolder } from '../cluster/cache-folder.ts';
import { withLock } from '../cluster/lock.ts';

/** Runs a program and gives what it printed; fails with what it complained of. */
export const call = (
  program: string,
  parameters: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(
      program,
      [...parameters],
      { maxBuffer: 64 * 1024 * 1024, timeout: 300_000, ...options },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${program} ${parameters.join(' ')}: ${stderr}${stdout}`));
      },
    );
  });

/** Other people's clients. */
export interface Clients {
  /** Debian's; undefined where it can be neither found nor installed. */
  readonly skopeo: string | undefined;
  readonly crane: string;
  readonly oras: string;
  readonly regctl: string;
  /** The image specification's own schemas. */
  readonly validate: string;
}

/** Finds, builds or installs them. */
export async function clients(): Promise<Clients> {
  const folder = await clientsFolder();
  const [crane, oras, regctl, validate] = ['crane', 'oras', 'regctl', 'validate'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  return { skopeo: await skopeo(), crane, oras, regctl, validate };
}

const SKOPEO = '/usr/bin/skopeo';

async function skopeo(): Promise<string | undefined> {
  if (existsSync(SKOPEO)) return SKOPEO;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  await mkdir(cacheFolder('node'), { recursive: true });
  await withLock(
    { file: join(cacheFolder('node'), 'apt.lock'), log: () => undefined },
    async () => {
      await call('apt-get', ['update', '-qq']);
      await call('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'skopeo']);
    },
  );
  return existsSync(SKOPEO) ? SKOPEO : undefined;
}
