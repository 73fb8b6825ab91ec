/** Media types of the OCI image specification 1.1, and of Docker's schema 2 where it is the same document. */
export const MEDIA = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  layerZstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  dockerLayer: 'application/vnd.docker.image.rootfs.diff.tar',
} as const;

/** What a manifest is asked for with. */
export const ACCEPTED = [MEDIA.index, MEDIA.manifest, MEDIA.dockerList, MEDIA.dockerManifest];

const INDEXES: ReadonlySet<string> = new Set([MEDIA.index, MEDIA.dockerList]);
const MANIFESTS: ReadonlySet<string> = new Set([MEDIA.manifest, MEDIA.dockerManifest]);
const CONFIGS: ReadonlySet<string> = new Set([MEDIA.config, MEDIA.dockerConfig]);

/** What a descriptor leads to: documents lead further, a blob is bytes. */
export type Role = 'index' | 'manifest' | 'blob';

/** What a media type says. */
export function roleOf(mediaType: string): Role {
  if (INDEXES.has(mediaType)) return 'index';
  return MANIFESTS.has(mediaType) ? 'manifest' : 'blob';
}

/** Whether a config is that of a container image, and not of a chart, a signature or another artifact. */
export const isImageConfig = (mediaType: string): boolean => CONFIGS.has(mediaType);

/** Whether a layer stays out of registries by its licence: its source need not have it. */
export const isForeign = (mediaType: string): boolean =>
  mediaType.includes('nondistributable') || mediaType.includes('.foreign.');
