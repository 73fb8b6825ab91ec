import { hexOf } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import { readDocument } from '../oci/document.ts';
import type { Descriptor } from '../oci/document.ts';
import { DOCUMENT, parseJson } from '../oci/json.ts';
import { MEDIA } from '../oci/media-types.ts';
import { mirrorName } from '../oci/reference.ts';
import { readSmall } from './folder.ts';
import type { Files, Found } from './folder.ts';
import { refused } from './refuse.ts';
import type { Root, Source } from './source.ts';
import { walk } from './graph.ts';
import { readWhole } from './source.ts';

/** Annotations by which writers of layouts name an image, the fuller name first. */
const NAMES = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'];

/** Where a blob of a layout lies. */
export const blobPath = (digest: Digest): string => `blobs/sha256/${hexOf(digest)}`;

/** An OCI image layout, as a folder or inside an archive. Everything that its index names must be there. */
export async function layoutSource(files: Files): Promise<Source> {
  const { title } = files;
  await checkVersion(files);
  const bytes = await readSmall(files, 'index.json', DOCUMENT.bytes);
  if (bytes === undefined) throw refused(title, 'it is no OCI layout: it has no index.json');
  const index = readDocument(bytes, MEDIA.index);
  if (!index.ok) throw refused(title, `index.json ${index.error}`);
  const roots = index.value.role === 'index' ? index.value.index.manifests.map(rootOf) : [];
  const blobs = new Map<Digest, Found>();
  const source: Source = {
    title,
    roots,
    sequential: files.sequential,
    place: (digest) => blobs.get(digest)?.place,
    open: ({ digest }, from) => openBlob(title, blobs.get(digest), { digest, from }),
    close: () => files.close(),
  };
  const find = async ({ digest }: Descriptor): Promise<void> => {
    const found = await files.find(blobPath(digest));
    if (found === undefined) throw refused(title, `it names ${digest} and does not hold it`);
    blobs.set(digest, found);
  };
  const graph = await walk(
    title,
    roots.map(({ descriptor }) => descriptor),
    async (descriptor) => {
      await find(descriptor);
      return readWhole(source, descriptor);
    },
  );
  for (const blob of graph.blobs) await find(blob);
  return source;
}

async function checkVersion(files: Files): Promise<void> {
  const bytes = await readSmall(files, 'oci-layout', 1024);
  const marker = bytes === undefined ? undefined : parseJson(bytes, { bytes: 1024, depth: 4 });
  const version =
    marker?.ok === true && typeof marker.value === 'object' && marker.value !== null
      ? (marker.value as { readonly imageLayoutVersion?: unknown }).imageLayoutVersion
      : undefined;
  if (version !== '1.0.0')
    throw refused(files.title, 'it is no OCI layout: oci-layout does not say version 1.0.0');
}

function rootOf(descriptor: Descriptor): Root {
  const name = NAMES.map((key) => descriptor.annotations?.[key])
    .filter((text) => text !== undefined)
    .map((text) => (text.includes('/') || text.includes(':') ? mirrorName(text) : undefined))
    .find((text) => text !== undefined);
  return { name, descriptor };
}

async function* openBlob(
  title: string,
  found: Found | undefined,
  { digest, from }: { readonly digest: Digest; readonly from: number | undefined },
): AsyncGenerator<Uint8Array> {
  if (found === undefined) throw refused(title, `it does not hold ${digest}`);
  yield* found.stream(from);
}
