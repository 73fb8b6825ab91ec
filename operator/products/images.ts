import type { ImageSource, Variant } from '../model/release.ts';

/** One line of the images manifest. */
export interface ManifestImage {
  readonly key: string;
  readonly repository: string;
  /** Repositories of the same build in other variants. */
  readonly variants?: Readonly<Partial<Record<Variant, string>>>;
  /** `release` stands for the version of the release. */
  readonly tag: string;
  /** Why nobody knows its name: then `images.overrides` gives it, and `repository` and `tag` only stand in. */
  readonly unpublished?: string;
  /** Products that run it; Plane alone when left out. */
  readonly products?: readonly string[];
  /** Parts that use it. */
  readonly usedBy: readonly string[];
  /** `always`, or the member of the spec that decides. */
  readonly when: string;
  /** Releases that use the line; all when left out. */
  readonly releases?: readonly string[];
}

/** What the site runs beside an installation: mirrored with the rest, never installed by the operator. */
export interface CompanionImage {
  readonly key: string;
  readonly repository: string;
  readonly tag: string;
  /** The member of the spec that needs it. */
  readonly when: string;
}

/** Images of one release by key. */
export const imagesOf = (
  version: string,
  manifest: readonly ManifestImage[],
): Readonly<Record<string, ImageSource>> =>
  Object.fromEntries(
    manifest
      .filter(({ releases }) => releases?.includes(version) ?? true)
      .map(({ key, repository, tag, variants }) => [
        key,
        {
          repository,
          tag: tag === 'release' ? version : tag,
          ...(variants === undefined ? {} : { variants }),
        },
      ]),
  );

/** The manifest as a module, so that nothing reads a file at run time. */
export const imagesModule = (
  manifest: readonly ManifestImage[],
  companions?: readonly CompanionImage[],
): string =>
  `// Made by "npm run generate" from images-manifest/images.yaml; not edited.
import type { ${companions === undefined ? '' : 'CompanionImage, '}ManifestImage } from '../images.ts';

/** The images manifest. */
export const IMAGES: readonly ManifestImage[] = ${JSON.stringify(manifest, null, 2)};
${
  companions === undefined
    ? ''
    : `
/** Images of what stands beside an installation. */
export const COMPANION_IMAGES: readonly CompanionImage[] = ${JSON.stringify(companions, null, 2)};
`
}`;

/** Lines of the manifest that a product runs. */
export const imagesFor = (
  product: string,
  manifest: readonly ManifestImage[],
): readonly ManifestImage[] =>
  manifest.filter(({ products = ['Plane'] }) => products.includes(product));
