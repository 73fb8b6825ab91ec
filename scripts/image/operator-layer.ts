import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Entries, Entry } from './entries.ts';

/** Files of the upper layer that come from elsewhere. */
export interface OperatorParts {
  /** Folder of the bundle and `start.cjs`. */
  readonly folder: string;
  /** File of compiled code. */
  readonly cache: string;
  /** The SBOM. */
  readonly sbom: string;
  /** Folders of the npm packages that are in the bundle. */
  readonly npm: readonly string[];
}

/** Path of the SBOM in the image. */
export const SBOM = 'usr/share/sbom/plane-operator.cdx.json';

/** The upper layer: the program, its compiled code, SBOM and licences. */
export async function operatorLayer({ folder, cache, sbom, npm }: OperatorParts): Promise<Entries> {
  const entries = new Map<string, Entry>();
  for (const name of ['plane-operator.cjs', 'kubernetes-client.cjs', 'start.cjs'])
    entries.set(`app/${name}`, { content: await readFile(join(folder, name)) });
  entries.set('app/plane-operator.cjs.cache', { content: await readFile(cache) });
  entries.set(SBOM, { content: Buffer.from(sbom) });
  for (const each of npm) {
    const name = each.replace(/^.*node_modules\//, '');
    for (const file of (await readdir(each)).filter((text) => LICENCE.test(text)))
      entries.set(`usr/share/doc/npm/${name}/${file}`, {
        content: await readFile(join(each, file)),
      });
  }
  return entries;
}

const LICENCE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
