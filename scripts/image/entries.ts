import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { BLOCK, header, padded } from '../../operator/oci/tar.ts';

/** Files of a layer by path, without a slash in front. */
export type Entries = ReadonlyMap<string, Entry>;

/** A file; everything belongs to root. */
export interface Entry {
  readonly content: Uint8Array;
  readonly executable?: boolean;
}

const modeOf = ({ executable = false }: Entry): number => (executable ? 0o755 : 0o644);

/** Folders above the files, in order. */
function foldersOf(entries: Entries): readonly string[] {
  const folders = new Set<string>();
  for (const path of entries.keys())
    for (let above = dirname(path); above !== '.'; above = dirname(above)) folders.add(above);
  return [...folders].sort();
}

/** A tar file: sorted, of root, time zero; equal entries give equal bytes. */
export function pack(entries: Entries): Buffer {
  const blocks: Uint8Array[] = foldersOf(entries).map((path) =>
    header(`${path}/`, 0, { type: '5', mode: 0o755 }),
  );
  for (const [path, entry] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { content } = entry;
    blocks.push(header(path, content.length, { mode: modeOf(entry) }), content);
    blocks.push(new Uint8Array(padded(content.length) - content.length));
  }
  return Buffer.concat([...blocks, new Uint8Array(2 * BLOCK)]);
}

/** Writes the files below a folder, for a Dockerfile to copy. */
export async function lay(entries: Entries, folder: string): Promise<void> {
  for (const path of foldersOf(entries)) await mkdir(join(folder, path), { recursive: true });
  for (const [path, entry] of entries)
    await writeFile(join(folder, path), entry.content, { mode: modeOf(entry) });
}
