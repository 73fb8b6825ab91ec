import * as z from 'zod';

import { platformText, readDocument } from '../oci/document.ts';
import type { Descriptor, Manifest } from '../oci/document.ts';
import { DOCUMENT, parseJson } from '../oci/json.ts';
import { isImageConfig } from '../oci/media-types.ts';
import { refused } from './refuse.ts';
import { readWhole } from './source.ts';
import type { Source } from './source.ts';

const config = z.looseObject({
  architecture: z.string().min(1).max(64),
  os: z.string().min(1).max(64),
  variant: z.string().max(64).optional(),
  rootfs: z.looseObject({
    type: z.literal('layers'),
    diff_ids: z.array(z.string().regex(/^sha256:[0-9a-f]{64}$/)).max(4096),
  }),
});

/** What an image runs on, in order; empty for an artifact that is no container image. Throws ERR_BUNDLE. */
export async function platformsOf(source: Source, root: Descriptor): Promise<readonly string[]> {
  const document = readDocument(await readWhole(source, root), root.mediaType);
  if (!document.ok) throw refused(source.title, `${root.digest} ${document.error}`);
  if (document.value.role === 'manifest')
    return configPlatform(source, document.value.manifest, root);
  const platforms: string[] = [];
  for (const child of document.value.index.manifests) {
    // Builders name their attestations so.
    if (child.platform?.os === 'unknown') continue;
    platforms.push(
      ...(child.platform === undefined
        ? await platformsOf(source, child)
        : [platformText(child.platform)]),
    );
  }
  return [...new Set(platforms)].sort();
}

/** The platform that an image's config gives; its layers must be as many as the config counts. */
export async function configPlatform(
  source: Source,
  manifest: Manifest,
  { digest }: Descriptor,
): Promise<readonly string[]> {
  if (!isImageConfig(manifest.config.mediaType)) return [];
  const json = parseJson(await readWhole(source, manifest.config), DOCUMENT);
  const parsed = config.safeParse(json.ok ? json.value : undefined);
  if (!parsed.success)
    throw refused(source.title, `the config of ${digest} is not that of an image`);
  const { rootfs, ...platform } = parsed.data;
  if (rootfs.diff_ids.length !== manifest.layers.length)
    throw refused(
      source.title,
      `${digest} has ${manifest.layers.length} layers, and its config counts ${rootfs.diff_ids.length}`,
    );
  return [platformText(platform)];
}
