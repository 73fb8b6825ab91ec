import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { fileError, refused } from './refuse.ts';

/** A small file of a bundle. */
export interface ExtraFile {
  /** `files/crds/plane.yaml`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A bundle is carried by hand, and may be lost: what must not be in one, whoever finds it. */
const SECRETS: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'a Secret of Kubernetes', pattern: /^\s*"?kind"?:\s*["']?Secret["']?\s*,?\s*$/m },
  {
    what: 'a signed token',
    pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  },
  { what: 'the login of a registry', pattern: /"auths?"\s*:\s*[{"]/ },
  {
    what: 'an address with a password',
    pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'<>{}$]+:[^\s/:@"'<>{}$]+@/i,
  },
];
const LARGEST = 64 * 1024 * 1024;

/** Reads files for a bundle: `FILE`, `NAME=FILE`, or a folder with everything below it. Throws ERR_INPUT, ERR_BUNDLE. */
export async function readExtraFiles(specs: readonly string[]): Promise<readonly ExtraFile[]> {
  const files: ExtraFile[] = [];
  for (const spec of specs) {
    const equals = spec.indexOf('=');
    const file = spec.slice(equals + 1);
    const name = equals < 0 ? basename(file) : spec.slice(0, equals);
    files.push(...(await read(file, `files/${name}`)));
  }
  const paths = files.map(({ path }) => path);
  const twice = paths.find((path, at) => paths.indexOf(path) !== at);
  if (twice !== undefined)
    throw refused(twice, 'two files of that name were given; write NAME=FILE');
  return files;
}

async function read(file: string, path: string): Promise<readonly ExtraFile[]> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) {
      const names = (await readdir(file)).sort();
      const below = await Promise.all(
        names.map((name) => read(join(file, name), `${path}/${name}`)),
      );
      return below.flat();
    }
    if (found.size > LARGEST)
      throw refused(file, `it has ${found.size} bytes, more than ${LARGEST}`);
    return [{ path, bytes: checkedFile(file, await readFile(file)) }];
  } catch (cause) {
    if (cause instanceof Error && 'errno' in cause) throw fileError('read', file, cause);
    throw cause;
  }
}

function checkedFile(file: string, bytes: Buffer): Uint8Array {
  const found = secretIn(bytes);
  if (found !== undefined)
    throw refused(file, `it holds ${found}, and a bundle that is lost must not matter`);
  return bytes;
}

/** What a file holds that must not leave; undefined when nothing was recognised. */
export const secretIn = (bytes: Buffer): string | undefined => {
  const text = bytes.toString('latin1');
  return SECRETS.find(({ pattern }) => pattern.test(text))?.what;
};
