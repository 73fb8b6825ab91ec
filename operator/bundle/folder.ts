import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';

import { openFiles, streamOf } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import type { Entries } from './archive.ts';

/** Files by name, in a folder or in an archive. */
export interface Files {
  readonly title: string;
  readonly sequential: boolean;
  /** Undefined when there is none of that name, or it is no regular file. */
  find(name: string): Promise<Found | undefined>;
  close(): Promise<void>;
}

/** One of them. */
export interface Found {
  readonly size: number;
  /** Where it stands in the archive; 0 in a folder. */
  readonly place: number;
  stream(from?: number): AsyncIterable<Uint8Array>;
}

/** Files of an archive. */
export const archiveFiles = (bytes: Bytes, entries: Entries): Files => ({
  title: bytes.title,
  sequential: bytes.sequential,
  find: (name) => {
    const entry = entries.get(name);
    return Promise.resolve(
      entry && {
        size: entry.size,
        place: entry.offset,
        stream: (from = 0) => streamOf(bytes, entry.offset + from, entry.size - from),
      },
    );
  },
  close: () => bytes.close(),
});

/** Files of a folder; links are not followed, they could lead out of it. */
export const folderFiles = (folder: string): Files => ({
  title: folder,
  sequential: false,
  find: async (name) => {
    const path = join(folder, name);
    const stat = await lstat(path).catch(() => undefined);
    if (stat?.isFile() !== true) return undefined;
    return { size: stat.size, place: 0, stream: (from = 0) => fileStream(path, from, stat.size) };
  },
  close: () => Promise.resolve(),
});

async function* fileStream(path: string, from: number, size: number): AsyncGenerator<Uint8Array> {
  const bytes = await openFiles([path]);
  try {
    yield* streamOf(bytes, from, size - from);
  } finally {
    await bytes.close();
  }
}

/** The first bytes of a file, by which its format is known. */
export async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A file of text that belongs to the format, whole; undefined when it is not there. */
export async function readSmall(
  files: Files,
  name: string,
  most: number,
): Promise<Uint8Array | undefined> {
  const found = await files.find(name);
  if (found === undefined || found.size > most) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of found.stream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
