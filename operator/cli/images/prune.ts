import type { Receipt } from '../../bundle/receipt.ts';
import type { Digest } from '../../oci/digest.ts';
import { deleteManifest, getManifest } from '../../registry/repository.ts';
import type { Console } from '../print.ts';
import { receiptAt } from './make.ts';
import { openPlace } from './registries.ts';
import type { Place, Reach } from './registries.ts';
import { bytesText } from './table.ts';
import { readDocument } from '../../oci/document.ts';

/** What may go, and what stays. */
export interface PruneOptions {
  readonly to: string;
  readonly reach: Reach;
  /** Receipts of pushes whose content may go. */
  readonly drop: readonly string[];
  /** Receipts of pushes whose content stays. */
  readonly keep: readonly string[];
  /** Deletes; otherwise it is only said. */
  readonly yes: boolean;
}

interface Going {
  readonly repository: string;
  readonly digest: Digest;
}

/**
 * `images prune`: manifests that receipts of ours name and no kept receipt needs. Nothing else of a registry is touched;
 * the registry's own garbage collection frees the bytes.
 */
export async function pruneImages(options: PruneOptions, console: Console): Promise<number> {
  const dropped = await Promise.all(options.drop.map(receiptAt));
  const kept = await Promise.all(options.keep.map(receiptAt));
  const going = goingOf(dropped, kept);
  const place = await openPlace(options.to, options.reach);
  try {
    const bytes = await freed(place, going, kept);
    for (const { repository, digest } of going) {
      const gone = options.yes
        ? await deleteManifest(
            { registry: place.registry, repository: inMirror(place, repository) },
            digest,
          )
        : undefined;
      console.out(`${said(gone)} ${repository}@${digest}\n`);
    }
    console.error(
      `${going.length} manifests, ${bytesText(bytes)} that nothing kept needs; ${options.yes ? 'the garbage collection of the registry frees them' : 'nothing was deleted: say --yes'}\n`,
    );
    return 0;
  } finally {
    place.registry.close();
  }
}

const said = (gone: boolean | undefined): string => {
  if (gone === undefined) return 'would delete';
  return gone ? 'deleted' : 'was gone';
};

const inMirror = ({ prefix }: Place, repository: string): string =>
  prefix === '' ? repository : `${prefix}/${repository}`;

function goingOf(dropped: readonly Receipt[], kept: readonly Receipt[]): readonly Going[] {
  const key = ({ repository, digest }: Going): string => `${repository}@${digest}`;
  const stays = new Set(kept.flatMap(({ manifests }) => manifests.map(key)));
  const all = new Map(
    dropped.flatMap(({ manifests }) => manifests.map((each) => [key(each), each] as const)),
  );
  return [...all.values()]
    .filter((each) => !stays.has(key(each)))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Bytes of the blobs that only what goes names, read from its manifests. */
async function freed(
  place: Place,
  going: readonly Going[],
  kept: readonly Receipt[],
): Promise<number> {
  const stays = new Set(kept.flatMap(({ blobs }) => blobs));
  const sizes = new Map<Digest, number>();
  for (const { repository, digest } of going) {
    const found = await getManifest(
      { registry: place.registry, repository: inMirror(place, repository) },
      digest,
    );
    const document = found && readDocument(found.bytes, found.mediaType);
    if (found === undefined || document?.ok !== true) continue;
    sizes.set(digest, found.size);
    if (document.value.role === 'index') continue;
    const { config, layers } = document.value.manifest;
    for (const blob of [config, ...layers])
      if (!stays.has(blob.digest)) sizes.set(blob.digest, blob.size);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
