import type { Digest } from '../oci/digest.ts';
import { digestOf, fromHex } from '../oci/digest.ts';
import type { Descriptor } from '../oci/document.ts';
import { BLOCK, padded, readHeader } from '../oci/tar.ts';
import { streamOf } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import {
  CATALOG,
  CATALOG_HEADER,
  CATALOG_LIMIT,
  headerOf,
  MARKER,
  placesOf,
  readCatalog,
  SIGNATURES,
} from './catalog.ts';
import type { Catalog, Place } from './catalog.ts';
import { walk } from './graph.ts';
import type { Graph } from './graph.ts';
import { refused } from './refuse.ts';
import { readWhole } from './source.ts';
import type { Source } from './source.ts';

/** A signature over SHA256SUMS, found behind the content. */
export interface FoundSignature {
  /** Of whose key: 16 hex digits of the digest of the public key. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A bundle, read in place. */
export interface Bundle extends Source {
  readonly catalog: Catalog;
  readonly graph: Graph;
  /** Digest of the catalog: what two people compare. */
  readonly digest: Digest;
  readonly sums: Uint8Array;
  readonly signatures: readonly FoundSignature[];
  readonly bytes: Bytes;
  /** Content of a file by path. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Most signatures, and bytes of one. */
const MOST_SIGNATURES = 8;
const LARGEST_SIGNATURE = 4096;

/** Whether an archive begins as our bundles do. */
export async function isBundle(bytes: Bytes): Promise<boolean> {
  const head = await bytes.read(0, CATALOG_HEADER + BLOCK);
  if (head.length < CATALOG_HEADER + BLOCK) return false;
  const second = readHeader(head.subarray(CATALOG_HEADER));
  return typeof second === 'object' && second.name === CATALOG;
}

/**
 * Opens a bundle in place: every header is compared with the one that follows from the catalog, so that there is no name
 * that climbs, no link, no file twice and none that is not listed. Indexes and manifests are checked whole; layers are
 * as they are read. Throws ERR_BUNDLE.
 */
export async function openBundle(bytes: Bytes): Promise<Bundle> {
  const catalog = await catalogOf(bytes);
  const { places, end } = placesOf(catalog);
  await checkHeaders(bytes, places);
  const signatures = await readTail(bytes, end);
  const byPath = new Map(places.map((place) => [place.path, place]));
  const source = blobSource(bytes, catalog, places);
  const graph = await checkGraph(source, catalog);
  const sums = byPath.get('SHA256SUMS')?.content;
  const own = byPath.get(CATALOG)?.content;
  if (!(sums instanceof Uint8Array) || !(own instanceof Uint8Array))
    throw new TypeError('Cannot open a bundle: its own files have no content');
  return {
    ...source,
    catalog,
    graph,
    digest: digestOf(own),
    sums,
    signatures,
    bytes,
    places: byPath,
  };
}

async function catalogOf(bytes: Bytes): Promise<Catalog> {
  const { title } = bytes;
  const head = await bytes.read(0, CATALOG_HEADER + BLOCK);
  const expected = Buffer.concat([
    headerOf({ path: 'oci-layout', size: MARKER.length }),
    MARKER,
    Buffer.alloc(padded(MARKER.length) - MARKER.length),
  ]);
  const found =
    head.length < CATALOG_HEADER + BLOCK ? undefined : readHeader(head.subarray(CATALOG_HEADER));
  if (
    typeof found !== 'object' ||
    !expected.equals(head.subarray(0, CATALOG_HEADER)) ||
    found.name !== CATALOG
  )
    throw refused(title, `it is no bundle: it does not begin with oci-layout and ${CATALOG}`);
  if (found.size > CATALOG_LIMIT.bytes)
    throw refused(title, `${CATALOG} has ${found.size} bytes, more than ${CATALOG_LIMIT.bytes}`);
  const catalog = readCatalog(await bytes.read(CATALOG_HEADER + BLOCK, found.size));
  if (!catalog.ok) throw refused(title, `${CATALOG} ${catalog.error}`);
  return catalog.value;
}

async function checkHeaders(bytes: Bytes, places: readonly Place[]): Promise<void> {
  for (const place of places) {
    const { path, offset, size, content } = place;
    const found = await bytes.read(offset - BLOCK, BLOCK);
    if (!Buffer.from(headerOf(place)).equals(found))
      throw refused(
        bytes.title,
        found.length < BLOCK
          ? `it ends before "${path}": a volume is missing, or it was cut off`
          : `the header of "${path}" at byte ${offset - BLOCK} is not the one that its catalog gives`,
      );
    if (
      content instanceof Uint8Array &&
      !Buffer.from(content).equals(await bytes.read(offset, size))
    )
      throw refused(bytes.title, `"${path}" is not what its catalog gives`);
    await checkFill(bytes, place);
  }
}

/** What fills up a block carries nothing. */
async function checkFill(bytes: Bytes, { path, offset, size }: Place): Promise<void> {
  const fill = await bytes.read(offset + size, padded(size) - size);
  if (fill.length < padded(size) - size)
    throw refused(bytes.title, `it ends inside "${path}": a volume is missing, or it was cut off`);
  if (fill.some((byte) => byte !== 0))
    throw refused(bytes.title, `there is something behind "${path}" that is not listed`);
}

async function readTail(bytes: Bytes, end: number): Promise<readonly FoundSignature[]> {
  const found: FoundSignature[] = [];
  let at = end;
  for (;;) {
    const block = await bytes.read(at, BLOCK);
    const entry = block.length < BLOCK ? 'it ends too early' : readHeader(block);
    if (entry === undefined) break;
    if (typeof entry === 'string') throw refused(bytes.title, entry);
    const place = {
      path: entry.name,
      size: entry.size,
      offset: at + BLOCK,
      content: new Uint8Array(),
    };
    const keyId = signerOf(place, block);
    const inOrder = keyId !== undefined && found.every((before) => before.keyId < keyId);
    if (!inOrder || found.length >= MOST_SIGNATURES)
      throw refused(bytes.title, `"${entry.name.slice(0, 80)}" stands in it and is not listed`);
    found.push({ keyId, signature: await bytes.read(place.offset, entry.size) });
    await checkFill(bytes, place);
    at = place.offset + padded(entry.size);
  }
  await checkEnd(bytes, at);
  return found;
}

/** Whose signature a header announces; undefined when it is not written as ours are. */
function signerOf(place: Place, block: Uint8Array): string | undefined {
  const [, keyId] = /^signatures\/([0-9a-f]{16})\.sig$/.exec(place.path) ?? [];
  const fits = place.size > 0 && place.size <= LARGEST_SIGNATURE;
  return fits && Buffer.from(headerOf(place)).equals(block) ? keyId : undefined;
}

async function checkEnd(bytes: Bytes, at: number): Promise<void> {
  const rest = await bytes.read(at, 2 * BLOCK);
  if (rest.length < 2 * BLOCK || rest.some((byte) => byte !== 0))
    throw refused(bytes.title, 'it does not end with two empty blocks');
  if (bytes.size !== at + 2 * BLOCK)
    throw refused(
      bytes.title,
      `there are ${(bytes.size ?? 0) - at - 2 * BLOCK} bytes behind its end`,
    );
}

/** Path under which signatures of a key stand. */
export const signaturePath = (keyId: string): string => `${SIGNATURES}${keyId}.sig`;

function blobSource(bytes: Bytes, catalog: Catalog, places: readonly Place[]): Source {
  const offsets = new Map<Digest, number>();
  for (const { path, offset } of places) {
    const [, hex] = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(path) ?? [];
    if (hex !== undefined) offsets.set(fromHex(hex), offset);
  }
  return {
    title: bytes.title,
    roots: catalog.images.map(({ name, ...descriptor }) => ({ name, descriptor })),
    sequential: bytes.sequential,
    place: (digest) => offsets.get(digest),
    open: ({ digest, size }, from = 0) => {
      const offset = offsets.get(digest);
      if (offset === undefined) throw refused(bytes.title, `it does not hold ${digest}`);
      return streamOf(bytes, offset + from, size - from);
    },
    close: () => bytes.close(),
  };
}

/** Everything that the images consist of is listed, as present or as absent, and nothing else is. */
async function checkGraph(source: Source, catalog: Catalog): Promise<Graph> {
  const { title } = source;
  const sizes = new Map(catalog.blobs.map(({ digest, size }) => [digest, size]));
  const absent = new Set(catalog.base?.absent);
  const reached = new Set<Digest>();
  const reach = ({ digest, size }: Descriptor): void => {
    reached.add(digest);
    const listed = sizes.get(digest);
    if (listed === undefined) throw refused(title, `an image needs ${digest}, which is not listed`);
    if (listed !== size)
      throw refused(title, `${digest} is listed with ${listed} bytes and named with ${size}`);
  };
  const graph = await walk(
    title,
    source.roots.map(({ descriptor }) => descriptor),
    (descriptor) => {
      // Left out or not: what a bundle builds on can be told from its manifests alone.
      reach(descriptor);
      return readWhole(source, descriptor);
    },
  );
  for (const blob of graph.blobs) {
    if (absent.has(blob.digest)) reached.add(blob.digest);
    else reach(blob);
  }
  const spare = [...sizes.keys(), ...absent].find((digest) => !reached.has(digest));
  if (spare !== undefined) throw refused(title, `${spare} is listed, and no image needs it`);
  const both = [...absent].find((digest) => sizes.has(digest));
  if (both !== undefined) throw refused(title, `${both} is listed as present and as absent`);
  return graph;
}
