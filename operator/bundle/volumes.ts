import { access } from 'node:fs/promises';

import { openFiles } from './bytes.ts';
import type { Bytes } from './bytes.ts';

const NUMBERED = /\.(\d{3})$/;

/** Name of the volume with a number from 1 on: FAT32 and ISO 9660 take it. */
export const volumeName = (file: string, number: number): string =>
  `${file}.${String(number).padStart(3, '0')}`;

/** Name of the list of volumes and their sums, as `sha256sum` writes it. */
export const sumsName = (file: string): string => `${file}.sha256`;

/** The file that volumes make up: `plane.tar.002` is of `plane.tar`. */
export const wholeName = (file: string): string => file.replace(NUMBERED, '');

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Volumes of a file that lie beside each other, from the first to the last before a gap; the file alone when it is whole. */
export async function volumesOf(file: string): Promise<readonly string[]> {
  const whole = wholeName(file);
  if (whole === file && (await exists(file))) return [file];
  const volumes: string[] = [];
  for (let number = 1; number < 1000; number += 1) {
    const volume = volumeName(whole, number);
    if (!(await exists(volume))) break;
    volumes.push(volume);
  }
  return volumes.length === 0 ? [file] : volumes;
}

/** Opens a file or the volumes that it was split into. Throws ERR_INPUT. */
export const openVolumes = async (file: string): Promise<Bytes> => openFiles(await volumesOf(file));
