import { readFile } from 'node:fs/promises';

import { OperatorError } from '../../lib/errors.ts';

/** Reads a text file. Throws ERR_INPUT when it cannot. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new OperatorError('ERR_INPUT', `Cannot read "${file}": ${(cause as Error).message}`, {
      cause,
    });
  }
}
