import { isBundle, openBundle } from '../../bundle/open.ts';
import type { Bundle } from '../../bundle/open.ts';
import { platformsOf } from '../../bundle/platforms.ts';
import { refused } from '../../bundle/refuse.ts';
import { openVolumes } from '../../bundle/volumes.ts';
import type { Digest } from '../../oci/digest.ts';
import type { Console } from '../print.ts';
import { bytesText, table } from './table.ts';

/** Opens a bundle by its file or one of its volumes. Throws ERR_INPUT, ERR_BUNDLE. */
export async function bundleAt(file: string): Promise<Bundle> {
  const bytes = await openVolumes(file);
  try {
    if (!(await isBundle(bytes)))
      throw refused(file, 'it is no bundle of "plane-operator images bundle"');
    return await openBundle(bytes);
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

/** `images inspect`: what a bundle holds, without reading its layers. */
export async function inspectBundle(
  { file, output }: { readonly file: string; readonly output: 'text' | 'json' },
  console: Console,
): Promise<number> {
  const bundle = await bundleAt(file);
  try {
    const images = [];
    for (const { name, ...descriptor } of bundle.catalog.images) {
      const platforms = await platformsIn(bundle, descriptor);
      images.push({
        name,
        digest: descriptor.digest,
        bytes: sizeOf(bundle, descriptor.digest),
        platforms,
      });
    }
    if (output === 'json') console.out(`${JSON.stringify({ ...head(bundle), images }, null, 2)}\n`);
    else console.out(text(bundle, images));
    return 0;
  } finally {
    await bundle.close();
  }
}

/** What an image runs on, as far as this bundle holds what says so. */
const platformsIn = (
  bundle: Bundle,
  descriptor: Parameters<typeof platformsOf>[1],
): Promise<readonly string[]> => platformsOf(bundle, descriptor).catch(() => []);

const head = ({ catalog, digest, bytes, signatures }: Bundle): Record<string, unknown> => ({
  release: catalog.release,
  number: catalog.number,
  digest,
  size: bytes.size,
  base: catalog.base && {
    release: catalog.base.release,
    number: catalog.base.number,
    absent: catalog.base.absent.length,
  },
  blobs: catalog.blobs.length,
  files: catalog.files.map(({ path, size }) => ({ path, size })),
  signedBy: signatures.map(({ keyId }) => keyId),
});

interface Line {
  readonly name: string;
  readonly digest: Digest;
  readonly bytes: number;
  readonly platforms: readonly string[];
}

function text(bundle: Bundle, images: readonly Line[]): string {
  const { catalog, digest, bytes, signatures } = bundle;
  const rows = images.map((image) => [
    image.name,
    bytesText(image.bytes),
    image.platforms.join(', ') || '-',
    image.digest,
  ]);
  const { base } = catalog;
  return [
    `${catalog.release}, number ${catalog.number}, ${bytesText(bytes.size ?? 0)}, ${digest}\n`,
    base === undefined
      ? ''
      : `holds what is new since ${base.release}, number ${base.number}; ${base.absent.length} blobs must be there already\n`,
    `signed by ${signatures.map(({ keyId }) => keyId).join(', ') || 'nobody'}\n\n`,
    table(['IMAGE', 'SIZE', 'PLATFORMS', 'DIGEST'], rows),
    `\n${catalog.files.map(({ path, size }) => `${path} (${bytesText(size)})\n`).join('')}`,
  ].join('');
}

/** Bytes of everything below an image, shared or not, as far as it is here. */
function sizeOf(bundle: Bundle, root: Digest): number {
  const documents = new Map(bundle.graph.documents.map((each) => [each.descriptor.digest, each]));
  const seen = new Map<Digest, number>();
  const visit = (digest: Digest, size: number): void => {
    if (seen.has(digest) || bundle.place(digest) === undefined) return;
    seen.set(digest, size);
    for (const child of documents.get(digest)?.children ?? []) visit(child.digest, child.size);
  };
  visit(root, documents.get(root)?.descriptor.size ?? 0);
  return [...seen.values()].reduce((sum, size) => sum + size, 0);
}
