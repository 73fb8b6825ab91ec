import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { run } from '../../test/node/run.ts';
import type { DebianPackage } from './debian.ts';
import type { Entries, Entry } from './entries.ts';
import type { Platform } from './platforms.ts';

/** What the binary and its libraries link to, by package, as `readelf -d` says. */
export const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  libc6: ['libc.so.6', 'libdl.so.2', 'libm.so.6', 'libpthread.so.0'],
  'libgcc-s1': ['libgcc_s.so.1'],
  'libstdc++6': ['libstdc++.so.6'],
};

/** Release of Debian that the libraries are of, for what looks for known defects in an image. */
const OS_RELEASE = `PRETTY_NAME="Libraries of Debian 12"
NAME="Debian GNU/Linux"
VERSION_ID="12"
ID=debian
`;

const text = (content: string): Entry => ({ content: Buffer.from(content) });

/** Accounts and names; nothing else of a system. */
const SYSTEM: readonly (readonly [string, Entry])[] = [
  ['etc/group', text('root:x:0:\nnonroot:x:65532:\n')],
  ['etc/nsswitch.conf', text('hosts: files dns\n')],
  ['etc/os-release', text(OS_RELEASE)],
  [
    'etc/passwd',
    text('root:x:0:0:root:/:/nonexistent\nnonroot:x:65532:65532:nonroot:/:/nonexistent\n'),
  ],
];

/** What a runtime is made of. */
export interface RuntimeParts {
  readonly platform: Platform;
  /** Folder of the npm package with Node. */
  readonly node: string;
  readonly packages: readonly DebianPackage[];
}

/** The lower layer: Node, byte for byte as published, its libraries, licences, and the packages' records. */
export async function runtime({ platform, node, packages }: RuntimeParts): Promise<Entries> {
  const folder = await mkdtemp(join(tmpdir(), 'plane-image-'));
  try {
    const entries = new Map<string, Entry>(SYSTEM);
    for (const { file } of packages) await run('dpkg-deb', '-x', file, folder);
    for (const each of packages) {
      for (const [path, entry] of await ofPackage(each, platform, folder)) entries.set(path, entry);
    }
    const binary = await readFile(join(node, 'bin/node'));
    entries.set('usr/bin/node', { content: binary, executable: true });
    entries.set('usr/share/doc/node/LICENSE', { content: await readFile(join(node, 'LICENSE')) });
    return entries;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function ofPackage(
  { name, file }: DebianPackage,
  { triplet, loader }: Platform,
  folder: string,
): Promise<readonly (readonly [string, Entry])[]> {
  const places = [`lib/${triplet}`, `usr/lib/${triplet}`];
  const found: [string, Entry][] = [];
  for (const library of LIBRARIES[name] ?? []) {
    const place = await placeOf(library, places, folder);
    found.push([`${place}/${library}`, { content: await readFile(join(folder, place, library)) }]);
  }
  if (name === 'libc6') {
    const linker = join(folder, `lib/${triplet}`, loader.replace(/^.*\//, ''));
    found.push([loader, { content: await readFile(linker), executable: true }]);
  }
  const doc = `usr/share/doc/${name}/copyright`;
  found.push([doc, { content: await readFile(join(folder, doc)) }]);
  // Where tools look for packages in an image without a package manager.
  const record = await run('dpkg-deb', '-f', file);
  found.push([`var/lib/dpkg/status.d/${name}`, text(record)]);
  return found;
}

async function placeOf(
  library: string,
  places: readonly string[],
  folder: string,
): Promise<string> {
  for (const place of places)
    if ((await readdir(join(folder, place))).includes(library)) return place;
  throw new Error(`Cannot find "${library}" in Debian's packages: looked in ${places.join(', ')}`);
}
