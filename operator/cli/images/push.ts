import { writeFile } from 'node:fs/promises';

import { journalFile, openJournal } from '../../bundle/journal.ts';
import { parcelsOf } from '../../bundle/parcel.ts';
import type { Parcel } from '../../bundle/parcel.ts';
import { push } from '../../bundle/push.ts';
import type { PushOrder, PushReport } from '../../bundle/push.ts';
import { receiptOf, receiptText } from '../../bundle/receipt.ts';
import { fileError } from '../../bundle/refuse.ts';
import type { Console } from '../print.ts';
import { bundleAt } from './inspect.ts';
import { progress } from './progress.ts';
import type { ProgressForm } from './progress.ts';
import { openPlace } from './registries.ts';
import type { Place, Reach } from './registries.ts';
import { bytesText } from './table.ts';
import { checkTrust } from './trust.ts';
import type { Trust } from './trust.ts';

/** How something is pushed. */
export interface PushOptions {
  /** `HOST[:PORT][/PATH]`. */
  readonly to: string;
  readonly reach: Reach;
  readonly chunkBytes: number;
  readonly deep: boolean;
  /** File of uploads under way; one in the user's state when undefined. */
  readonly journal: string | undefined;
  /** File for the receipt; none when undefined. */
  readonly receipt: string | undefined;
  readonly progress: ProgressForm;
}

/** What is pushed. */
export interface Load extends Pick<PushOrder, 'sourceOf' | 'base'> {
  readonly release: string;
  readonly number: number;
  /** Names the content: a journal is of one content and one registry. */
  readonly identity: string;
  readonly parcels: (prefix: string) => readonly Parcel[];
}

/** `images push`: a bundle into a registry. */
export async function pushBundle(
  { file, trust, ...options }: PushOptions & { readonly file: string; readonly trust: Trust },
  console: Console,
): Promise<number> {
  const bundle = await bundleAt(file);
  const { release, number, base, images } = bundle.catalog;
  const named = images.map(({ name, ...descriptor }) => ({ name, descriptor }));
  try {
    await checkTrust(bundle, trust);
    return await pushLoad(
      {
        release,
        number,
        identity: bundle.digest,
        base: base && { ...base, absent: new Set(base.absent) },
        parcels: (prefix) => parcelsOf(named, bundle.graph, prefix),
        sourceOf: (digest) => (bundle.place(digest) === undefined ? undefined : bundle),
      },
      options,
      console,
    );
  } finally {
    await bundle.close();
  }
}

/** Pushes, shows how far it is, says what it came to, and writes the receipt. */
export async function pushLoad(
  load: Load,
  options: PushOptions,
  console: Console,
): Promise<number> {
  const place = await openPlace(options.to, options.reach);
  const { registry, prefix } = place;
  const bar = progress(options.progress, 'push', console);
  const journal = openJournal(
    options.journal ?? journalFile(`${registry.host}/${prefix} ${load.identity}`, process.env),
  );
  const began = performance.now();
  try {
    await registry.ping();
    const parcels = load.parcels(prefix);
    const report = await push({
      registry,
      parcels,
      sourceOf: load.sourceOf,
      base: load.base,
      sessions: journal,
      jobs: options.reach.jobs,
      chunkBytes: options.chunkBytes,
      deep: options.deep,
      onProgress: bar.show,
    });
    bar.end();
    journal.close();
    await writeReceipt(receiptText(receiptOf(load, parcels)), options.receipt);
    tell({ place, report, seconds: (performance.now() - began) / 1000 }, options.progress, console);
    return 0;
  } finally {
    bar.end();
    registry.close();
  }
}

async function writeReceipt(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  await writeFile(file, text).catch((cause: unknown) => {
    throw fileError('write', file, cause);
  });
}

interface Outcome {
  readonly place: Place;
  readonly report: PushReport;
  readonly seconds: number;
}

function tell({ place, report, seconds }: Outcome, form: ProgressForm, console: Console): void {
  const { registry } = place;
  const { requests, sent, retries } = registry.tally;
  const { images, ...counts } = report;
  if (form === 'json') {
    console.out(
      `${JSON.stringify({ event: 'done', registry: registry.host, images, ...counts, requests, sentBytes: sent, retries, seconds: Number(seconds.toFixed(3)) })}\n`,
    );
    return;
  }
  const states = Object.values(images);
  const mounts = {
    true: 'mounts across repositories',
    false: 'does not mount across repositories',
  };
  console.error(
    [
      `${registry.host}: ${states.filter((state) => state === 'pushed').length} images pushed, ${states.filter((state) => state === 'there').length} were there`,
      `${bytesText(report.missingBytes)} were missing, ${bytesText(sent)} sent in ${requests} requests, ${retries} of them again, ${seconds.toFixed(1)} s`,
      ...(report.mounts === undefined ? [] : [`the registry ${mounts[`${report.mounts}`]}`]),
    ]
      .map((line) => `${line}\n`)
      .join(''),
  );
}
