import { readFile } from 'node:fs/promises';

import { readExtraFiles } from '../../bundle/extra-files.ts';
import { blobsOf, readReceipt } from '../../bundle/receipt.ts';
import type { Receipt } from '../../bundle/receipt.ts';
import { fileError, refused } from '../../bundle/refuse.ts';
import { signWith } from '../../bundle/signature.ts';
import { writeBundle } from '../../bundle/write.ts';
import type { BundleRequest, WantedImage as Chosen, Written } from '../../bundle/write.ts';
import { OperatorError } from '../../lib/errors.ts';
import { lockedName, readLock } from '../../oci/lock.ts';
import type { ReleaseLock } from '../../oci/lock.ts';
import type { Console } from '../print.ts';
import { progress } from './progress.ts';
import type { ProgressForm } from './progress.ts';
import type { Reach } from './registries.ts';
import { openSources } from './sources.ts';
import type { From, Opened } from './sources.ts';
import { readPems } from './pems.ts';
import { bytesText } from './table.ts';

/** What goes into a bundle. */
export interface BundleOptions {
  readonly lock: string;
  readonly from: readonly string[];
  readonly charts: readonly string[];
  readonly files: readonly string[];
  readonly output: string;
  readonly volumeBytes: number | undefined;
  /** What the other side wrote after its last push: what it has is left out. */
  readonly sinceReceipt: string | undefined;
  /** Private keys that sign it. */
  readonly signKeys: readonly string[];
  readonly reach: Reach;
  readonly progress: ProgressForm;
}

/** Path of the lock in a bundle. */
export const LOCK_PATH = 'files/release/lock.json';

/** `images bundle`: exactly the images of a lock, charts and files, in one file or in volumes. */
export async function makeBundle(options: BundleOptions, console: Console): Promise<number> {
  const { lock, bytes } = await lockOf(options.lock);
  const files = await readExtraFiles(options.files);
  const signers = await readPems(options.signKeys);
  const base = await baseOf(options.sinceReceipt);
  const { from, charts, reach } = options;
  const opened = await openSources({ from, charts, names: namesOf(lock), reach });
  const bar = progress(options.progress, 'bundle', console);
  try {
    const written = await writeBundle({
      release: lock.release,
      number: lock.number,
      images: chosen(lock, opened, charts),
      files: [{ path: LOCK_PATH, bytes }, ...files],
      ...(base === undefined ? {} : { base }),
      sign: (sums) => signers.map((pem) => signWith(pem, sums)),
      output: options.output,
      volumeBytes: options.volumeBytes,
      jobs: reach.jobs,
      onProgress: bar.show,
    });
    bar.end();
    console.error(summary(written));
    return 0;
  } finally {
    bar.end();
    await opened.close();
  }
}

function summary({ files, size, catalog, digest }: Written): string {
  const { base } = catalog;
  const since =
    base === undefined
      ? ''
      : ` new since ${base.release}, number ${base.number}; ${base.absent.length} are left out`;
  return `Wrote ${files.join(', ')}: ${bytesText(size)}, ${catalog.images.length} images and charts${since}, ${digest}\n`;
}

/** What the other side has, by its receipt. */
async function baseOf(file: string | undefined): Promise<BundleRequest['base']> {
  if (file === undefined) return undefined;
  const receipt = await receiptAt(file);
  return { release: receipt.release, number: receipt.number, has: blobsOf(receipt) };
}

/** Reads a receipt from a file. Throws ERR_INPUT, ERR_BUNDLE. */
export async function receiptAt(file: string): Promise<Receipt> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw fileError('read', file, cause);
  });
  const receipt = readReceipt(text);
  if (!receipt.ok) throw refused(file, `it ${receipt.error}`);
  return receipt.value;
}

/** The images of a lock as a registry is asked for them: by digest, whatever the tag says by now. */
export const namesOf = (lock: ReleaseLock): From['names'] =>
  lock.images.map((image) => ({ name: lockedName(image), digest: image.digest }));

/** Reads a lock from a file. Throws ERR_INPUT, ERR_BUNDLE. */
export async function lockOf(
  file: string,
): Promise<{ readonly lock: ReleaseLock; readonly bytes: Uint8Array }> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw fileError('read', file, cause);
  });
  const lock = readLock(bytes);
  if (!lock.ok) throw refused(file, `it ${lock.error}`);
  return { lock: lock.value, bytes };
}

/** The locked images by digest, and every chart. */
export function chosen(
  lock: ReleaseLock,
  { images }: Opened,
  charts: readonly string[],
): readonly Chosen[] {
  const missing: string[] = [];
  const found = lock.images.flatMap((image) => {
    const name = lockedName(image);
    const source = images.find(({ descriptor }) => descriptor.digest === image.digest)?.source;
    if (source !== undefined) {
      const { mediaType, digest, size } = image;
      return [{ name, source, descriptor: { mediaType, digest, size } }];
    }
    const other = images.find((item) => item.name === name);
    missing.push(
      `  ${name}@${image.digest}${other === undefined ? '' : `: the source has ${other.descriptor.digest}`}`,
    );
    return [];
  });
  if (missing.length > 0)
    throw new OperatorError(
      'ERR_BUNDLE',
      `Cannot make the bundle: no source has ${missing.length} of its ${lock.images.length} images:\n${missing.join('\n')}`,
    );
  return [...found, ...images.filter(({ source }) => charts.includes(source.title))];
}
