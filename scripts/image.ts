// The operator's image as an OCI layout, byte for byte the same wherever it is made. Usage: npm run image [-- --arch amd64 --out dist/image --lock]
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import type { Digest } from '../operator/oci/digest.ts';
import { cacheFolder } from '../test/cluster/cache-folder.ts';
import { buildOperator } from './build.ts';
import { buildStart, compile } from './image/compile-cache.ts';
import { debianPackages, lockPackages } from './image/debian.ts';
import type { Strictness } from './image/debian.ts';
import { lay } from './image/entries.ts';
import type { Entries } from './image/entries.ts';
import { Layout } from './image/layout.ts';
import type { Packed } from './image/layout.ts';
import { nodePackage } from './image/node-binary.ts';
import { operatorLayer } from './image/operator-layer.ts';
import { PLATFORMS } from './image/platforms.ts';
import type { Platform } from './image/platforms.ts';
import { runtime } from './image/runtime.ts';
import { npmComponents, sbom } from './image/sbom.ts';

/** What is made, and where. */
export interface ImageOptions {
  readonly platforms: readonly Platform[];
  readonly out: string;
  readonly strictness: Strictness;
  /** Seconds since 1970 that everything says it was made at. */
  readonly epoch: number;
}

/** What was made. */
export interface MadeImage {
  readonly digest: Digest;
  readonly images: readonly Packed[];
  /** Bytes of the bundle's one file. */
  readonly bundle: number;
}

/**
 * Makes `OUT/layout`, and for the Dockerfile `OUT/ARCH/runtime` and `OUT/ARCH/operator` with the same files.
 * *Assumes* Linux with apt-get and dpkg-deb of Debian 12; no container engine, no rights of root.
 */
export async function makeImage(options: ImageOptions): Promise<MadeImage> {
  const out = resolve(options.out);
  const folder = join(out, 'bundle');
  await rm(out, { recursive: true, force: true });
  await mkdir(cacheFolder('image'), { recursive: true });
  const { packages } = await buildOperator(folder);
  await buildStart(folder);
  const npm = await npmComponents(packages);
  const layout = await Layout.open(join(out, 'layout'), options.epoch);
  const images: Packed[] = [];
  for (const platform of options.platforms) {
    const layers = await layersOf(platform, { options, folder, packages, npm });
    for (const [name, entries] of Object.entries(layers))
      await lay(entries, join(out, platform.arch, name));
    images.push(await layout.add(platform, Object.values(layers)));
  }
  const { size } = await stat(join(folder, 'plane-operator.cjs'));
  return { digest: await layout.close(images), images, bundle: size };
}

interface Common {
  readonly options: ImageOptions;
  readonly folder: string;
  readonly packages: readonly string[];
  readonly npm: Awaited<ReturnType<typeof npmComponents>>;
}

async function layersOf(
  platform: Platform,
  { options, folder, packages, npm }: Common,
): Promise<Readonly<Record<'runtime' | 'operator', Entries>>> {
  const debian = await debianPackages(platform, options.strictness);
  const node = await nodePackage(platform);
  const lower = await runtime({ platform, node, packages: debian });
  const libraries = join(resolve(options.out), platform.arch, 'runtime');
  await lay(lower, libraries);
  const cache = join(folder, `${platform.arch}.cache`);
  await compile({ platform, node: join(node, 'bin/node'), libraries }, folder, cache);
  const listed = sbom({ platform, npm, packages: debian, epoch: options.epoch });
  const upper = await operatorLayer({ folder, cache, sbom: listed, npm: packages });
  return { runtime: lower, operator: upper };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      arch: { type: 'string', multiple: true },
      out: { type: 'string', default: 'dist/image' },
      lock: { type: 'boolean', default: false },
    },
  });
  const platforms = PLATFORMS.filter(({ arch }) => values.arch?.includes(arch) ?? true);
  await mkdir(cacheFolder('image'), { recursive: true });
  if (values.lock) await lockPackages(PLATFORMS);
  const epoch = Number(process.env['SOURCE_DATE_EPOCH'] ?? 0);
  const made = await makeImage({ platforms, out: values.out, strictness: 'locked', epoch });
  for (const { platform, manifest, compressed, uncompressed } of made.images)
    process.stdout.write(
      `linux/${platform.arch}  ${manifest.digest}  ${megabytes(compressed)} pulled, ${megabytes(uncompressed)} unpacked\n`,
    );
  process.stdout.write(`image        ${made.digest}  in ${values.out}/layout\n`);
  await writeFile(join(values.out, 'digest'), `${made.digest}\n`);
}

if (import.meta.main) await main();
