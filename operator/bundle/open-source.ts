import { stat } from 'node:fs/promises';

import { readEntries } from './archive.ts';
import type { Bytes } from './bytes.ts';
import { compressionOf, openCompressed } from './compressed.ts';
import { dockerSource } from './docker-source.ts';
import { archiveFiles, folderFiles, headOf } from './folder.ts';
import { layoutSource } from './layout-source.ts';
import { isBundle, openBundle } from './open.ts';
import { fileError, refused } from './refuse.ts';
import type { Source } from './source.ts';
import { openVolumes, volumesOf } from './volumes.ts';

/**
 * Opens images by what a path holds: an OCI layout (folder or tar), what `docker save` writes, or a bundle; archives may
 * be compressed by gzip or zstd, and bundles split into volumes. Throws ERR_INPUT, ERR_BUNDLE.
 */
export async function openSource(path: string): Promise<Source> {
  const [first = path] = await volumesOf(path);
  const found = await stat(first).catch((cause: unknown) => {
    throw fileError('read', path, cause);
  });
  if (found.isDirectory()) return layoutSource(folderFiles(path));
  const compression = compressionOf(await headOf(first));
  const bytes =
    compression === undefined ? await openVolumes(path) : openCompressed(path, compression);
  try {
    return await openArchive(bytes);
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function openArchive(bytes: Bytes): Promise<Source> {
  if (await isBundle(bytes)) {
    if (bytes.sequential)
      throw refused(
        bytes.title,
        'it is a bundle that was compressed, which saves nothing; decompress it first',
      );
    return openBundle(bytes);
  }
  const files = archiveFiles(bytes, await readEntries(bytes));
  // Newer versions of Docker write both, and then the layout has the digests of the registry.
  if ((await files.find('index.json')) !== undefined) return layoutSource(files);
  if ((await files.find('manifest.json')) !== undefined) return dockerSource(files);
  throw refused(
    bytes.title,
    'it holds neither index.json (OCI layout) nor manifest.json (docker save)',
  );
}
