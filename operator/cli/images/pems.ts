import { readFile } from 'node:fs/promises';

import { fileError } from '../../bundle/refuse.ts';
import type { PemFile } from '../../bundle/signature.ts';

/** Reads PEM files. Throws ERR_INPUT. */
export const readPems = (files: readonly string[]): Promise<readonly PemFile[]> =>
  Promise.all(
    files.map(async (file) => ({
      file,
      text: await readFile(file, 'utf8').catch((cause: unknown) => {
        throw fileError('read', file, cause);
      }),
    })),
  );
