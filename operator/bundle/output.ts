import { createHash } from 'node:crypto';
import { access, open, rename, rm, statfs, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import { OperatorError } from '../lib/errors.ts';
import { CHUNK } from './bytes.ts';
import { fileError } from './refuse.ts';
import { sumsName, volumeName } from './volumes.ts';

/** A file that is written at any offset and shows under its name once it is complete. */
export interface Output {
  write(offset: number, bytes: Uint8Array): Promise<void>;
  /** Makes it durable and gives it its name; returns the names of its files. */
  publish(): Promise<readonly string[]>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/** Where a bundle goes. */
export interface Target {
  readonly file: string;
  readonly size: number;
  /** Most bytes of one volume; one file when undefined. */
  readonly volumeBytes: number | undefined;
}

interface Part {
  readonly handle: FileHandle;
  readonly file: string;
  readonly begin: number;
  readonly end: number;
}

/** FAT32 holds one byte less than 4 GiB. */
export const SMALLEST_VOLUME = 64 * 1024;

/** Opens an output. Throws ERR_INPUT when it is there already, or the disk has no room for it. */
export async function openOutput(target: Target): Promise<Output> {
  await refuseExisting(target);
  await refuseFull(target);
  const parts: Part[] = [];
  const discard = async (): Promise<void> => {
    for (const { handle, file } of parts) {
      await handle.close().catch(() => undefined);
      await rm(`${file}.part`, { force: true });
    }
  };
  try {
    for (const { file, begin, end } of layout(target)) {
      const handle = await open(`${file}.part`, 'w+');
      parts.push({ handle, file, begin, end });
      await handle.truncate(end - begin);
    }
  } catch (cause) {
    await discard();
    throw fileError('write', target.file, cause);
  }
  return {
    write: (offset, bytes) => write(parts, offset, bytes),
    publish: () => publish(target, parts),
    discard,
  };
}

function layout({ file, size, volumeBytes }: Target): readonly Omit<Part, 'handle'>[] {
  if (volumeBytes === undefined) return [{ file, begin: 0, end: size }];
  const count = Math.ceil(size / volumeBytes);
  if (count > 999)
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot split ${size} bytes into ${count} volumes: at most 999; make them larger`,
    );
  return Array.from({ length: count }, (_, at) => ({
    file: volumeName(file, at + 1),
    begin: at * volumeBytes,
    end: Math.min(size, (at + 1) * volumeBytes),
  }));
}

/** The list of sums is written last: without it the volumes are of a run that was broken off. */
async function refuseExisting({ file, volumeBytes }: Target): Promise<void> {
  const mark = volumeBytes === undefined ? file : sumsName(file);
  const there = await access(mark).then(
    () => true,
    () => false,
  );
  if (there)
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot write "${mark}": it is there already; name another file, or remove it first`,
    );
}

async function refuseFull({ file, size }: Target): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(file)).catch((cause: unknown) => {
    throw fileError('write', file, cause);
  });
  if (bavail * bsize < size)
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot write "${file}": it takes ${size} bytes, and ${bavail * bsize} are free`,
    );
}

async function write(parts: readonly Part[], offset: number, bytes: Uint8Array): Promise<void> {
  for (const { handle, file, begin, end } of parts) {
    const [from, to] = [Math.max(begin, offset), Math.min(end, offset + bytes.length)];
    let at = from;
    while (at < to) {
      const piece = bytes.subarray(at - offset, to - offset);
      const { bytesWritten } = await handle
        .write(piece, 0, piece.length, at - begin)
        .catch((cause: unknown) => {
          throw fileError('write', file, cause);
        });
      at += bytesWritten;
    }
  }
}

async function publish(
  { file, volumeBytes }: Target,
  parts: readonly Part[],
): Promise<readonly string[]> {
  const sums: string[] = [];
  for (const part of parts) {
    await part.handle.sync();
    if (volumeBytes !== undefined) sums.push(`${await sumOf(part)}  ${basename(part.file)}\n`);
    await part.handle.close();
  }
  for (const part of parts) await rename(`${part.file}.part`, part.file);
  const files = parts.map((part) => part.file);
  if (volumeBytes === undefined) return files;
  await writeFile(`${sumsName(file)}.part`, sums.join(''), { flush: true });
  await rename(`${sumsName(file)}.part`, sumsName(file));
  return [...files, sumsName(file)];
}

async function sumOf({ handle, begin, end }: Part): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (let at = 0; at < end - begin;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash.digest('hex');
}
