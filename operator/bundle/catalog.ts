import * as z from 'zod';

import { digestOf, hexOf, isDigest } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import { parseJson } from '../oci/json.ts';
import { MEDIA, roleOf } from '../oci/media-types.ts';
import { mirrorName } from '../oci/reference.ts';
import { BLOCK, header, padded } from '../oci/tar.ts';
import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';

const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value), {
  message: 'is no digest',
});
const size = z.int().min(0);
const release = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
const number = z.int().min(1);

const image = z.strictObject({
  name: z
    .string()
    .max(384)
    .refine((name) => mirrorName(name) === name, { message: 'is no repository and tag' }),
  mediaType: z
    .string()
    .max(255)
    .refine((type) => roleOf(type) !== 'blob', { message: 'is no image' }),
  digest,
  size,
});

/** Names inside the archive; 100 bytes is what its headers hold. */
const path = z
  .string()
  .max(100)
  .regex(/^(?:check|files(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)+)$/);

const catalog = z.strictObject({
  kind: z.literal('PlaneBundle'),
  version: z.literal(1),
  release,
  /** Rises with every bundle and lock of a staging side. */
  number,
  /** What the other side must have already: this holds the rest. */
  base: z.strictObject({ release, number, absent: z.array(digest).min(1).max(50_000) }).optional(),
  images: z.array(image).max(1024),
  files: z.array(z.strictObject({ path, size, digest })).max(1024),
  blobs: z.array(z.strictObject({ digest, size })).max(50_000),
});

/** What a bundle holds: its first file but one, from which every other header in it follows. */
export type Catalog = z.infer<typeof catalog>;
/** An image of a bundle. */
export type BundledImage = Catalog['images'][number];

/** Name of the catalog in the archive. */
export const CATALOG = 'bundle.json';
/** Most bytes that it may have. */
export const CATALOG_LIMIT = { bytes: 16 * 1024 * 1024, depth: 6 };
/** Marker of an OCI layout, whose bytes never change. */
export const MARKER = Buffer.from('{"imageLayoutVersion":"1.0.0"}');
/** Where signatures stand: behind everything else, so that one can be added. */
export const SIGNATURES = 'signatures/';

/** The bytes of a catalog: equal content gives equal bytes. */
export const catalogBytes = (content: Catalog): Uint8Array =>
  Buffer.from(`${JSON.stringify(catalog.parse(content), null, 1)}\n`);

/** Reads a catalog; its one spelling is part of the format. The problem is in words. */
export function readCatalog(bytes: Uint8Array): Result<Catalog, string> {
  const json = parseJson(bytes, CATALOG_LIMIT);
  if (!json.ok) return json;
  const parsed = catalog.safeParse(json.value);
  if (!parsed.success) return no(`is not of version 1 of the format: ${wrong(parsed.error)}`);
  const content = parsed.data;
  if (!Buffer.from(bytes).equals(catalogBytes(content)))
    return no('is not spelled as it is written');
  const unordered = unorderedMember(content);
  return unordered === undefined ? ok(content) : no(`has ${unordered} out of order or twice`);
}

const wrong = ({ issues: [first] }: z.ZodError): string =>
  `${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`;

/** Lists are in rising order, so that nothing stands in one twice. */
const unorderedMember = ({ images, files, blobs, base }: Catalog): string | undefined =>
  Object.entries({
    images: images.map(({ name }) => name),
    files: files.map((file) => file.path),
    blobs: blobs.map((blob) => blob.digest),
    'base.absent': base?.absent ?? [],
  }).find(([, names]) => !isRising(names))?.[0];

const isRising = (names: readonly string[]): boolean =>
  names.every((name, at) => at === 0 || (names[at - 1] ?? '') < name);

/** The `index.json` of a layout with these images. */
export const indexBytes = (images: readonly BundledImage[]): Uint8Array =>
  Buffer.from(
    `${JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA.index,
      manifests: images.map(({ name, ...descriptor }) => ({
        mediaType: descriptor.mediaType,
        digest: descriptor.digest,
        size: descriptor.size,
        annotations: { 'org.opencontainers.image.ref.name': name },
      })),
    })}\n`,
  );

/** One file of the archive. */
export interface Place {
  readonly path: string;
  readonly size: number;
  /** Where its content begins; its header is the block before. */
  readonly offset: number;
  /** What it holds where that follows from the catalog, else its digest. */
  readonly content: Uint8Array | Digest;
}

/** What `sha256sum -c` reads: every file of the archive but itself and the signatures. */
export function sumsOf(content: Catalog, own: Uint8Array): Uint8Array {
  const lines: readonly (readonly [Digest, string])[] = [
    [digestOf(MARKER), 'oci-layout'],
    [digestOf(own), CATALOG],
    [digestOf(indexBytes(content.images)), 'index.json'],
    ...content.files.map((file) => [file.digest, file.path] as const),
    ...content.blobs.map((blob) => [blob.digest, `blobs/sha256/${hexOf(blob.digest)}`] as const),
  ];
  return Buffer.from(lines.map(([of, name]) => `${hexOf(of)}  ${name}\n`).join(''));
}

/** Every file of the archive in its order, and where it stands; signatures follow. */
export function placesOf(content: Catalog): {
  readonly places: readonly Place[];
  readonly end: number;
} {
  const own = catalogBytes(content);
  const fixed: readonly (readonly [string, Uint8Array])[] = [
    ['oci-layout', MARKER],
    [CATALOG, own],
    ['index.json', indexBytes(content.images)],
    ['SHA256SUMS', sumsOf(content, own)],
  ];
  const places: Place[] = [];
  let end = 0;
  const add = (name: string, length: number, holds: Uint8Array | Digest): void => {
    places.push({ path: name, size: length, offset: end + BLOCK, content: holds });
    end += BLOCK + padded(length);
  };
  for (const [name, bytes] of fixed) add(name, bytes.length, bytes);
  for (const file of content.files) add(file.path, file.size, file.digest);
  for (const blob of content.blobs)
    add(`blobs/sha256/${hexOf(blob.digest)}`, blob.size, blob.digest);
  return { places, end };
}

/** Where the catalog's header stands: behind the marker. */
export const CATALOG_HEADER = BLOCK + padded(MARKER.length);

/** The header of a place, as it must be. */
export const headerOf = ({ path: name, size: length }: Pick<Place, 'path' | 'size'>): Uint8Array =>
  header(name, length);
