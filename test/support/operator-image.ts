import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Packed } from '../../scripts/image/layout.ts';
import type { Image } from '../node/image.ts';

interface Manifest {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string }[];
}

/** An image of a layout as the node's registry serves it. */
export async function served(
  layout: string,
  { manifest }: Packed,
  reference: string,
): Promise<Image> {
  const file = (digest: string): string => join(layout, 'blobs', digest.replace(':', '/'));
  const text = await readFile(file(manifest.digest), 'utf8');
  const { config, layers } = JSON.parse(text) as Manifest;
  const digests = [config, ...layers].map(({ digest }) => digest);
  return {
    reference,
    manifest: text,
    blobs: new Map(digests.map((digest) => [digest, { file: file(digest) }])),
  };
}
