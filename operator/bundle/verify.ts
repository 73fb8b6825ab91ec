import { createHash } from 'node:crypto';

import { streamOf } from './bytes.ts';
import type { Bundle } from './open.ts';
import { configPlatform } from './platforms.ts';
import { pool } from './pool.ts';

/** How a check goes on: bytes read of all that will be. */
export type OnProgress = (done: number, all: number) => void;

/**
 * Reads every byte of a bundle once and compares every digest. What comes back is wrong, in words; nothing is written.
 * What openBundle checks is not checked again.
 */
export async function verifyContent(
  bundle: Bundle,
  { jobs, onProgress }: { readonly jobs: number; readonly onProgress?: OnProgress },
): Promise<readonly string[]> {
  const places = [...bundle.places.values()].filter(({ content }) => typeof content === 'string');
  const all = places.reduce((sum, { size }) => sum + size, 0);
  const problems: string[] = [];
  let done = 0;
  await pool(places, jobs, async ({ path, offset, size, content }) => {
    const hash = createHash('sha256');
    for await (const chunk of streamOf(bundle.bytes, offset, size)) {
      hash.update(chunk);
      done += chunk.length;
      onProgress?.(done, all);
    }
    const found = `sha256:${hash.digest('hex')}`;
    if (found !== content)
      problems.push(`${path} has the digest ${found}${whereIs(path, String(content))}`);
  });
  return problems.length > 0 ? problems.sort() : configProblems(bundle);
}

const whereIs = (path: string, digest: string): string =>
  path.endsWith(digest.slice(7)) ? ', not the one it is named by' : ` instead of ${digest}`;

/** Configs that are not those of their images; one that is left out of a delta was checked with its base. */
async function configProblems(bundle: Bundle): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { document, descriptor } of bundle.graph.documents) {
    if (document.role === 'index' || bundle.place(document.manifest.config.digest) === undefined)
      continue;
    await configPlatform(bundle, document.manifest, descriptor).catch((error: unknown) => {
      problems.push((error as Error).message);
    });
  }
  return problems;
}
