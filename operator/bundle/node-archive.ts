import { parseReference } from '../oci/reference.ts';
import { MEDIA } from '../oci/media-types.ts';
import { BLOCK, padded } from '../oci/tar.ts';
import type { Descriptor } from '../oci/document.ts';
import { headerOf, MARKER } from './catalog.ts';
import { walk } from './graph.ts';
import { blobPath } from './layout-source.ts';
import { openOutput } from './output.ts';
import { refused } from './refuse.ts';
import { checked, readWhole } from './source.ts';
import type { Source } from './source.ts';

/** Images for the store of a node's container runtime. */
export interface NodeArchive {
  readonly source: Source;
  readonly images: readonly { readonly name: string; readonly descriptor: Descriptor }[];
  /** Under which registry and path pods will name them: `registry.corp.example.com/mirror`. */
  readonly registry: string;
  readonly output: string;
}

interface Item {
  readonly path: string;
  readonly size: number;
  readonly content: Uint8Array | Descriptor;
}

/** Writes an OCI archive that `ctr -n k8s.io images import` takes, with the names that pods use. Throws ERR_BUNDLE, ERR_INPUT. */
export async function writeNodeArchive({
  source,
  images,
  registry,
  output,
}: NodeArchive): Promise<number> {
  const graph = await walk(
    source.title,
    images.map(({ descriptor }) => descriptor),
    (descriptor) => readWhole(source, descriptor),
  );
  const index = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA.index,
      manifests: images.map((image) => named(image, registry)),
    }),
  );
  const blobs = [...graph.documents.map(({ descriptor }) => descriptor), ...graph.blobs];
  const missing = blobs.find(({ digest }) => source.place(digest) === undefined);
  if (missing !== undefined)
    throw refused(
      source.title,
      `it does not hold ${missing.digest}: export from the whole bundle, not from a delta`,
    );
  const items: readonly Item[] = [
    { path: 'oci-layout', size: MARKER.length, content: MARKER },
    { path: 'index.json', size: index.length, content: index },
    ...blobs
      .map((content) => ({ path: blobPath(content.digest), size: content.size, content }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  ];
  return write(items, source, output);
}

function named(
  { name, descriptor: { mediaType, digest, size } }: NodeArchive['images'][number],
  registry: string,
): object {
  const full = `${registry}/${name}`;
  const parsed = parseReference(full);
  if (!parsed.ok || parsed.value.registry === undefined)
    throw refused(
      full,
      'a node names an image with its registry, as registry.corp.example.com/mirror',
    );
  return {
    mediaType,
    digest,
    size,
    annotations: {
      'io.containerd.image.name': full,
      'org.opencontainers.image.ref.name': parsed.value.tag ?? '',
    },
  };
}

async function write(items: readonly Item[], source: Source, file: string): Promise<number> {
  const size = items.reduce((sum, item) => sum + BLOCK + padded(item.size), 2 * BLOCK);
  const output = await openOutput({ file, size, volumeBytes: undefined });
  try {
    let at = 0;
    for (const item of items) {
      await output.write(at, headerOf(item));
      let offset = at + BLOCK;
      const chunks =
        item.content instanceof Uint8Array ? [item.content] : checked(source, item.content);
      for await (const chunk of chunks) {
        await output.write(offset, chunk);
        offset += chunk.length;
      }
      at += BLOCK + padded(item.size);
    }
    await output.publish();
    return size;
  } catch (error) {
    await output.discard();
    throw error;
  }
}
