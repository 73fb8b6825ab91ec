import { digestOf } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import type { Descriptor } from '../oci/document.ts';
import { BLOCK, padded } from '../oci/tar.ts';
import { catalogBytes, headerOf, placesOf, sumsOf } from './catalog.ts';
import type { Catalog, Place } from './catalog.ts';
import { checkScript } from './check-script.ts';
import { walk } from './graph.ts';
import { signaturePath } from './open.ts';
import type { FoundSignature } from './open.ts';
import { openOutput } from './output.ts';
import type { Output } from './output.ts';
import { pool } from './pool.ts';
import { checked, readWhole } from './source.ts';
import type { Source } from './source.ts';

/** An image for a bundle, and where its content is. */
export interface WantedImage {
  readonly name: string;
  readonly descriptor: Descriptor;
  readonly source: Source;
}

/** What a bundle is made of. */
export interface BundleRequest {
  readonly release: string;
  readonly number: number;
  readonly images: readonly WantedImage[];
  /** Small files beside the images, below `files/`. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  /** What the other side has: of blobs, what is in `has` is left out. */
  readonly base?: {
    readonly release: string;
    readonly number: number;
    readonly has: ReadonlySet<Digest>;
  };
  readonly output: string;
  readonly volumeBytes?: number | undefined;
  /** Blobs copied at once. */
  readonly jobs: number;
  /** Signs SHA256SUMS; none when left out. */
  readonly sign?: (sums: Uint8Array) => readonly FoundSignature[];
  /** Called with the bytes written so far and all that will be. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** A bundle that was written. */
export interface Written {
  readonly files: readonly string[];
  readonly size: number;
  readonly digest: Digest;
  readonly catalog: Catalog;
}

/** A blob on its way: where from and where to. */
interface Copy {
  readonly source: Source;
  readonly descriptor: Descriptor;
}

/**
 * Writes a bundle in one pass: where everything stands follows from the catalog, so that blobs arrive in any order and
 * equal images give equal bytes. Nothing shows under its name until every digest was right. Throws ERR_BUNDLE, ERR_INPUT.
 */
export async function writeBundle(request: BundleRequest): Promise<Written> {
  const copies = await collect(request.images);
  const script = { path: 'check', bytes: Buffer.from(checkScript()) };
  const files = [script, ...request.files].sort(byKey(({ path }) => path));
  const catalog = catalogOf(request, copies, files);
  const own = catalogBytes(catalog);
  const { places, end } = placesOf(catalog);
  const signatures = signaturePlaces(request.sign?.(sumsOf(catalog, own)) ?? [], end);
  const size = signatures.end + 2 * BLOCK;
  const output = await openOutput({ file: request.output, size, volumeBytes: request.volumeBytes });
  try {
    for (const place of places) await output.write(place.offset - BLOCK, headerOf(place));
    const contents = new Map(files.map(({ path, bytes }) => [path, bytes]));
    for (const { path, offset, content } of places)
      await output.write(
        offset,
        content instanceof Uint8Array ? content : (contents.get(path) ?? new Uint8Array()),
      );
    for (const place of signatures.places) {
      await output.write(place.offset - BLOCK, headerOf(place));
      await output.write(place.offset, place.content);
    }
    await copyAll(request, { copies, places, output });
    return { files: await output.publish(), size, digest: digestOf(own), catalog };
  } catch (error) {
    await output.discard();
    throw error;
  }
}

/** Everything below the images, each digest once. */
async function collect(images: readonly WantedImage[]): Promise<ReadonlyMap<Digest, Copy>> {
  const copies = new Map<Digest, Copy>();
  for (const [source, roots] of bySource(images)) {
    const graph = await walk(source.title, roots, (descriptor) => readWhole(source, descriptor));
    const all = [...graph.documents.map(({ descriptor }) => descriptor), ...graph.blobs];
    for (const descriptor of all)
      if (!copies.has(descriptor.digest)) copies.set(descriptor.digest, { source, descriptor });
  }
  return copies;
}

function bySource(images: readonly WantedImage[]): ReadonlyMap<Source, readonly Descriptor[]> {
  const sources = new Map<Source, Descriptor[]>();
  for (const { source, descriptor } of images)
    sources.set(source, [...(sources.get(source) ?? []), descriptor]);
  return sources;
}

function catalogOf(
  { release, number, images, base }: BundleRequest,
  copies: ReadonlyMap<Digest, Copy>,
  files: BundleRequest['files'],
): Catalog {
  const digests = [...copies.keys()].sort();
  const absent = digests.filter((digest) => base?.has.has(digest) === true);
  return {
    kind: 'PlaneBundle',
    version: 1,
    release,
    number,
    ...(base === undefined || absent.length === 0
      ? {}
      : { base: { release: base.release, number: base.number, absent } }),
    images: images
      .map(({ name, descriptor: { mediaType, digest, size } }) => ({
        name,
        mediaType,
        digest,
        size,
      }))
      .sort(byKey(({ name }) => name)),
    files: files.map(({ path, bytes }) => ({ path, size: bytes.length, digest: digestOf(bytes) })),
    blobs: digests
      .filter((digest) => base?.has.has(digest) !== true)
      .map((digest) => ({ digest, size: copies.get(digest)?.descriptor.size ?? 0 })),
  };
}

function signaturePlaces(
  signatures: readonly FoundSignature[],
  begin: number,
): {
  readonly places: readonly (Place & { readonly content: Uint8Array })[];
  readonly end: number;
} {
  let end = begin;
  const places = [...signatures].sort(byKey(({ keyId }) => keyId)).map(({ keyId, signature }) => {
    const place = {
      path: signaturePath(keyId),
      size: signature.length,
      offset: end + BLOCK,
      content: signature,
    };
    end += BLOCK + padded(signature.length);
    return place;
  });
  return { places, end };
}

interface CopyWork {
  readonly copies: ReadonlyMap<Digest, Copy>;
  readonly places: readonly Place[];
  readonly output: Output;
}

async function copyAll(
  request: BundleRequest,
  { copies, places, output }: CopyWork,
): Promise<void> {
  const work = places.flatMap(({ content, offset }) => {
    const copy = typeof content === 'string' ? copies.get(content) : undefined;
    return copy === undefined ? [] : [{ ...copy, offset }];
  });
  const all = work.reduce((sum, { descriptor }) => sum + descriptor.size, 0);
  let done = 0;
  const copyOne = async ({ source, descriptor, offset }: (typeof work)[number]): Promise<void> => {
    let at = offset;
    for await (const chunk of checked(source, descriptor)) {
      await output.write(at, chunk);
      at += chunk.length;
      done += chunk.length;
      request.onProgress?.(done, all);
    }
  };
  const lanes = [...new Set(work.map(({ source }) => source))].flatMap((source) => {
    const own = work
      .filter((item) => item.source === source)
      .sort(byKey(({ descriptor }) => source.place(descriptor.digest) ?? 0));
    return source.sequential ? [own] : own.map((item) => [item]);
  });
  await pool(lanes, request.jobs, async (lane) => {
    for (const item of lane) await copyOne(item);
  });
}

/** An order by a key; equal everywhere, whatever the locale. */
const byKey =
  <T>(key: (item: T) => string | number) =>
  (a: T, b: T): number => {
    const [first, second] = [key(a), key(b)];
    if (first === second) return 0;
    return first < second ? -1 : 1;
  };
