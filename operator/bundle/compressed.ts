import { createReadStream } from 'node:fs';
import { createGunzip, createZstdDecompress } from 'node:zlib';

import type { Bytes } from './bytes.ts';
import { refused } from './refuse.ts';

/** How a file is compressed, by its first bytes. */
export function compressionOf(head: Uint8Array): 'gzip' | 'zstd' | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd
    ? 'zstd'
    : undefined;
}

/** Where reading stands. */
interface Cursor {
  readonly chunks: AsyncIterator<Uint8Array>;
  rest: Uint8Array;
  at: number;
  readonly stop: () => void;
}

/** A compressed file, read without a copy on disk: forward as it comes, and from its beginning for what lies behind. */
export function openCompressed(file: string, compression: 'gzip' | 'zstd'): Bytes {
  let cursor: Cursor | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    if (cursor === undefined || offset < cursor.at) {
      cursor?.stop();
      cursor = begin(file, compression);
    }
    await skip(cursor, offset, file);
    return take(cursor, length, file);
  };
  return {
    title: file,
    size: undefined,
    sequential: true,
    read: (offset, length) => {
      const next = turn.then(() => read(offset, length));
      turn = next.catch(() => undefined);
      return next;
    },
    close: () => {
      cursor?.stop();
      return Promise.resolve();
    },
  };
}

function begin(file: string, compression: 'gzip' | 'zstd'): Cursor {
  const input = createReadStream(file, { highWaterMark: 256 * 1024 });
  const output = compression === 'gzip' ? createGunzip() : createZstdDecompress();
  input.once('error', (error) => output.destroy(error));
  input.pipe(output);
  return {
    chunks: (output as AsyncIterable<Uint8Array>)[Symbol.asyncIterator](),
    rest: new Uint8Array(),
    at: 0,
    stop: () => {
      input.destroy();
      output.destroy();
    },
  };
}

async function next(cursor: Cursor, file: string): Promise<boolean> {
  try {
    const result = await cursor.chunks.next();
    if (result.done === true) return false;
    cursor.rest = result.value;
    return true;
  } catch (cause) {
    throw refused(file, `it cannot be decompressed: ${(cause as Error).message}`);
  }
}

async function skip(cursor: Cursor, offset: number, file: string): Promise<void> {
  while (cursor.at < offset) {
    if (cursor.rest.length === 0 && !(await next(cursor, file))) return;
    const step = Math.min(cursor.rest.length, offset - cursor.at);
    cursor.rest = cursor.rest.subarray(step);
    cursor.at += step;
  }
}

async function take(cursor: Cursor, length: number, file: string): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    if (cursor.rest.length === 0 && !(await next(cursor, file))) break;
    const piece = cursor.rest.subarray(0, length - filled);
    buffer.set(piece, filled);
    filled += piece.length;
    cursor.rest = cursor.rest.subarray(piece.length);
    cursor.at += piece.length;
  }
  return buffer.subarray(0, filled);
}
