import { OperatorError } from '../lib/errors.ts';
import type { Digest } from '../oci/digest.ts';
import type { Descriptor } from '../oci/document.ts';
import type { Registry } from '../registry/client.ts';
import { hasBlob, headManifest, putManifest } from '../registry/repository.ts';
import { upload } from '../registry/upload.ts';
import type { Sessions } from '../registry/upload.ts';
import { contentOf } from './content.ts';
import type { Content } from './content.ts';
import type { Parcel } from './parcel.ts';
import { pool } from './pool.ts';
import type { Source } from './source.ts';

/** What goes where. */
export interface PushOrder {
  readonly registry: Registry;
  readonly parcels: readonly Parcel[];
  /** Who has the content of a digest. */
  readonly sourceOf: (digest: Digest) => Source | undefined;
  /** Blobs that a delta leaves out, and what to bring when they are missing. */
  readonly base?:
    | { readonly release: string; readonly number: number; readonly absent: ReadonlySet<Digest> }
    | undefined;
  readonly sessions: Sessions;
  readonly jobs: number;
  readonly chunkBytes: number;
  /** Looks for every blob, also below images that are there. */
  readonly deep?: boolean;
  /** Bytes of blobs that the registry has now, of those that it lacked. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** What a push came to. */
export interface PushReport {
  /** By name: `there` before, or `pushed` now. */
  readonly images: Readonly<Record<string, 'there' | 'pushed'>>;
  /** Bytes of blobs that the registry lacked. */
  readonly missingBytes: number;
  readonly sentBlobs: number;
  readonly mountedBlobs: number;
  readonly foundBlobs: number;
  /** Whether it mounts from one repository to another; undefined when nothing asked for it. */
  readonly mounts: boolean | undefined;
}

/** A blob, and the repositories that want it. */
interface Wanted {
  readonly descriptor: Descriptor;
  readonly repositories: readonly string[];
  /** The one that had it, found by looking. */
  found?: string;
}

interface Count {
  sent: number;
  mounted: number;
  mounts: boolean | undefined;
}

/**
 * Brings images to a registry: blobs first and each of them once, then manifests from the leaves to the roots, and tags
 * when everything else is there. Can be broken off anywhere and run again. Throws ERR_REGISTRY, ERR_BUNDLE; before
 * anything is written when the registry lacks what a delta builds on.
 */
export async function push(order: PushOrder): Promise<PushReport> {
  const { registry, parcels, jobs } = order;
  const pending: Parcel[] = [];
  await pool(parcels, jobs, async (parcel) => {
    const { repository, tag, root } = parcel;
    const found =
      order.deep === true
        ? undefined
        : await headManifest({ registry, repository, writes: true }, tag);
    if (found?.digest !== root.digest) pending.push(parcel);
  });
  const wanted = wantedBlobs(pending);
  const known = knownPlaces(parcels.filter((parcel) => !pending.includes(parcel)));
  await find(order, wanted, known);
  refuseGaps(order, wanted);
  const count: Count = { sent: 0, mounted: 0, mounts: undefined };
  const missing = await sendAll(order, wanted, count);
  // Blobs first, everywhere; then what names them, and what names those.
  await pool(pending, jobs, (parcel) => putDocuments(registry, parcel));
  await pool(pending, jobs, (parcel) => putTag(registry, parcel));
  return {
    images: Object.fromEntries(
      parcels.map((parcel) => [parcel.name, pending.includes(parcel) ? 'pushed' : 'there']),
    ),
    missingBytes: missing,
    sentBlobs: count.sent,
    mountedBlobs: count.mounted,
    foundBlobs: wanted.filter(({ found }) => found !== undefined).length,
    mounts: count.mounts,
  };
}

function wantedBlobs(parcels: readonly Parcel[]): readonly Wanted[] {
  const wanted = new Map<Digest, { descriptor: Descriptor; repositories: Set<string> }>();
  for (const { blobs, repository } of parcels)
    for (const descriptor of blobs) {
      const item = wanted.get(descriptor.digest) ?? { descriptor, repositories: new Set() };
      item.repositories.add(repository);
      wanted.set(descriptor.digest, item);
    }
  return [...wanted.values()]
    .map(({ descriptor, repositories }) => ({ descriptor, repositories: [...repositories].sort() }))
    .sort((a, b) => b.descriptor.size - a.descriptor.size);
}

/** Repositories from which the blobs of images that are there can be mounted. */
function knownPlaces(parcels: readonly Parcel[]): ReadonlyMap<Digest, string> {
  return new Map(
    parcels.flatMap(({ blobs, repository }) =>
      blobs.map(({ digest }) => [digest, repository] as const),
    ),
  );
}

/** Looks which blobs are there already, in any of the repositories that want them. */
async function find(
  { registry, jobs }: PushOrder,
  wanted: readonly Wanted[],
  known: ReadonlyMap<Digest, string>,
): Promise<void> {
  await pool(wanted, jobs, async (item) => {
    const { digest } = item.descriptor;
    const place = known.get(digest);
    if (place !== undefined) item.found = place;
    for (const repository of item.repositories) {
      if (item.found !== undefined) return;
      if (await hasBlob({ registry, repository, writes: true }, digest)) item.found = repository;
    }
  });
}

/** What a delta leaves out must be there: said before anything is written, with what to bring. */
function refuseGaps({ registry, base }: PushOrder, wanted: readonly Wanted[]): void {
  const gaps = wanted
    .filter(({ found, descriptor }) => found === undefined && base?.absent.has(descriptor.digest))
    .map(({ descriptor, repositories }) => `  ${descriptor.digest} for ${repositories.join(', ')}`);
  if (base === undefined || gaps.length === 0) return;
  throw new OperatorError(
    'ERR_BUNDLE',
    [
      `Cannot push to "${registry.host}": this bundle holds what is new since ${base.release}, number ${base.number}, and ${gaps.length} of what was before are not there; push the bundle of ${base.release}, number ${base.number}, first, or make one without --since-receipt. Missing:`,
      ...gaps.sort().slice(0, MOST_NAMED),
      ...(gaps.length > MOST_NAMED ? [`  and ${gaps.length - MOST_NAMED} more`] : []),
    ].join('\n'),
  );
}

const MOST_NAMED = 50;

/** Sends each blob that is nowhere once, and mounts it in all other repositories that want it. Returns the bytes that were missing. */
async function sendAll(order: PushOrder, wanted: readonly Wanted[], count: Count): Promise<number> {
  const all = wanted
    .filter(({ found }) => found === undefined)
    .reduce((sum, { descriptor }) => sum + descriptor.size, 0);
  const taken = new Map<Digest, number>();
  let done = 0;
  const take = (digest: Digest, bytes: number): void => {
    // What a registry forgot and is sent again counts once: the total never goes back.
    const more = bytes - (taken.get(digest) ?? 0);
    if (more <= 0) return;
    taken.set(digest, bytes);
    done += more;
    order.onProgress?.(done, all);
  };
  order.onProgress?.(0, all);
  const mounts: (readonly [Wanted, string, string])[] = [];
  await pool(wanted, order.jobs, async (item) => {
    const { descriptor, repositories, found } = item;
    const [first = '', ...rest] = repositories;
    if (found === undefined) {
      await bring(order, { item, repository: first }, (bytes) => {
        take(descriptor.digest, bytes);
      });
      count.sent += 1;
    }
    const from = found ?? first;
    const others = found === undefined ? rest : repositories.filter((each) => each !== found);
    mounts.push(...others.map((repository) => [item, repository, from] as const));
  });
  await pool(mounts, order.jobs, async ([item, repository, from]) => {
    const arrival = await bring(order, {
      item,
      repository,
      from: count.mounts === false ? undefined : from,
    });
    count.mounts = arrival === 'mounted';
    if (arrival === 'mounted') count.mounted += 1;
    else count.sent += 1;
  });
  return all;
}

interface Way {
  readonly item: Wanted;
  readonly repository: string;
  /** A repository that has it. */
  readonly from?: string | undefined;
}

async function bring(
  order: PushOrder,
  { item: { descriptor }, repository, from }: Way,
  onProgress?: (bytes: number) => void,
): Promise<'mounted' | 'sent'> {
  const { registry, sessions, chunkBytes } = order;
  let content: Content | undefined;
  return upload({
    registry,
    repository,
    descriptor,
    chunks: (offset, length) => {
      content ??= contentOf(holderOf(order, descriptor, repository), descriptor);
      return content.chunks(offset, length);
    },
    chunkBytes,
    mountFrom: from,
    sessions,
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

function holderOf({ sourceOf }: PushOrder, { digest }: Descriptor, repository: string): Source {
  const source = sourceOf(digest);
  if (source !== undefined) return source;
  throw new OperatorError(
    'ERR_BUNDLE',
    `Cannot send ${digest} to ${repository}: the registry has it in another repository and does not mount it, and this bundle leaves it out; push one that was made without --since-receipt`,
  );
}

async function putDocuments(registry: Registry, { repository, documents }: Parcel): Promise<void> {
  for (const { descriptor, bytes } of documents)
    await putManifest({ registry, repository }, descriptor.digest, { descriptor, bytes });
}

/** The name of an image: from now on it can be pulled by it. */
async function putTag(
  registry: Registry,
  { repository, tag, root, documents }: Parcel,
): Promise<void> {
  const own = documents.find(({ descriptor }) => descriptor.digest === root.digest);
  if (own === undefined) throw new TypeError(`Cannot tag ${repository}:${tag}: it has no manifest`);
  await putManifest({ registry, repository }, tag, { descriptor: root, bytes: own.bytes });
}
