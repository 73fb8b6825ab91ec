import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { fileError, refused } from '../../bundle/refuse.ts';
import { verifyContent } from '../../bundle/verify.ts';
import { sumsName, volumesOf, wholeName } from '../../bundle/volumes.ts';
import type { Console } from '../print.ts';
import { bundleAt } from './inspect.ts';
import { progress } from './progress.ts';
import type { ProgressForm } from './progress.ts';
import { bytesText } from './table.ts';
import { checkTrust } from './trust.ts';
import type { Trust } from './trust.ts';

/** What is checked. */
export interface VerifyOptions {
  readonly file: string;
  readonly jobs: number;
  readonly trust: Trust;
  readonly progress: ProgressForm;
}

/** `images verify`: reads a bundle whole and compares every digest; exit status 1 when something is wrong. */
export async function verifyBundle(options: VerifyOptions, console: Console): Promise<number> {
  const { file } = options;
  const volumes = await volumesOf(file);
  // One volume, and the others elsewhere: on other sticks.
  if (wholeName(file) !== file && volumes[0] === file && !file.endsWith('.001'))
    return verifyVolume(file, console);
  const bundle = await bundleAt(file);
  const bar = progress(options.progress, 'verify', console);
  try {
    await checkTrust(bundle, options.trust);
    const problems = await verifyContent(bundle, { jobs: options.jobs, onProgress: bar.show });
    bar.end();
    for (const problem of problems) console.out(`WRONG ${problem}\n`);
    const { release, number, blobs, files } = bundle.catalog;
    console.out(
      problems.length === 0
        ? `${release}, number ${number}: ${blobs.length} blobs and ${files.length} files are as listed, ${bytesText(bundle.bytes.size ?? 0)}\n`
        : `${file}: ${problems.length} of ${blobs.length + files.length} are wrong; carry it again\n`,
    );
    return problems.length === 0 ? 0 : 1;
  } finally {
    bar.end();
    await bundle.close();
  }
}

/** A volume alone, by the list that lies beside each. */
async function verifyVolume(file: string, console: Console): Promise<number> {
  const list = join(dirname(file), basename(sumsName(wholeName(file))));
  const text = await readFile(list, 'utf8').catch((cause: unknown) => {
    throw fileError('read', list, cause);
  });
  const line = text.split('\n').find((each) => each.endsWith(`  ${basename(file)}`));
  if (line === undefined) throw refused(file, `${list} does not name it`);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const found = hash.digest('hex');
  const right = line.startsWith(found);
  console.out(
    right
      ? `${file} is as listed\n`
      : `WRONG ${file} has the SHA-256 ${found} instead of ${line.slice(0, 64)}; carry it again\n`,
  );
  return right ? 0 : 1;
}
