import { writeNodeArchive } from '../../bundle/node-archive.ts';
import { isImageConfig } from '../../oci/media-types.ts';
import type { Bundle } from '../../bundle/open.ts';
import type { Digest } from '../../oci/digest.ts';
import type { Console } from '../print.ts';
import { bundleAt } from './inspect.ts';
import { bytesText } from './table.ts';

/** What is exported, and where to. */
export interface ExportOptions {
  readonly file: string;
  /** `registry.corp.example.com/mirror`. */
  readonly registry: string;
  readonly output: string;
}

/** `images export`: the container images of a bundle as an archive for `ctr -n k8s.io images import`. */
export async function exportImages(
  { file, registry, output }: ExportOptions,
  console: Console,
): Promise<number> {
  const bundle = await bundleAt(file);
  try {
    const images = bundle.catalog.images
      .filter(({ digest }) => isContainerImage(bundle, digest))
      .map(({ name, ...descriptor }) => ({ name, descriptor }));
    const size = await writeNodeArchive({ source: bundle, images, registry, output });
    console.error(`Wrote ${output}: ${images.length} images, ${bytesText(size)}\n`);
    return 0;
  } finally {
    await bundle.close();
  }
}

/** Charts and signatures are of no use to a node. */
function isContainerImage({ graph }: Bundle, digest: Digest): boolean {
  const found = graph.documents.find(({ descriptor }) => descriptor.digest === digest);
  return (
    found?.document.role !== 'manifest' || isImageConfig(found.document.manifest.config.mediaType)
  );
}
