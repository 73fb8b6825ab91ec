import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

import { fileError, refused } from './refuse.ts';

/** Bytes that are read in place, at any offset. */
export interface Bytes {
  /** File for messages. */
  readonly title: string;
  /** Undefined when it shows at the end alone: what is compressed. */
  readonly size: number | undefined;
  /** Going back means beginning anew: best read from front to end, by one reader. */
  readonly sequential: boolean;
  /** Fewer bytes than asked for at the end alone. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Bytes that are read, hashed and sent at once. */
export const CHUNK = 1024 * 1024;

/** Bytes from an offset on, in chunks. Throws ERR_BUNDLE when they end early. */
export async function* streamOf(
  bytes: Bytes,
  offset: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < length;) {
    const chunk = await bytes.read(offset + at, Math.min(CHUNK, length - at));
    if (chunk.length === 0)
      throw refused(bytes.title, `it ends at byte ${offset + at}, ${length - at} too early`);
    at += chunk.length;
    yield chunk;
  }
}

interface Part {
  readonly handle: FileHandle;
  readonly file: string;
  readonly begin: number;
  readonly size: number;
}

/** One file, or volumes of one, read as if they were one file. */
export async function openFiles(files: readonly string[]): Promise<Bytes> {
  const parts: Part[] = [];
  const close = async (): Promise<void> => {
    for (const { handle } of parts) await handle.close();
  };
  let size = 0;
  for (const file of files) {
    try {
      const handle = await open(file);
      const part = { handle, file, begin: size, size: (await handle.stat()).size };
      parts.push(part);
      size += part.size;
    } catch (cause) {
      await close();
      throw fileError('read', file, cause);
    }
  }
  return {
    title: files[0] ?? '',
    size,
    sequential: false,
    read: (offset, length) => readParts(parts, offset, length),
    close,
  };
}

async function readParts(
  parts: readonly Part[],
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  for (const { handle, file, begin, size } of parts) {
    while (filled < length && offset + filled >= begin && offset + filled < begin + size) {
      const at = offset + filled - begin;
      const wanted = Math.min(length - filled, size - at);
      const { bytesRead } = await handle
        .read(buffer, filled, wanted, at)
        .catch((cause: unknown) => {
          throw fileError('read', file, cause);
        });
      if (bytesRead === 0) throw refused(file, 'it became shorter while it was read');
      filled += bytesRead;
    }
  }
  return buffer.subarray(0, filled);
}
