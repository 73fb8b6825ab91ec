import type { Model } from './model.ts';
import type { ImageSource, Variant } from './release.ts';

/** The variant in which an image runs; undefined for the standard one. */
export const variantOf = (
  { images, release }: Pick<Model, 'images' | 'release'>,
  key: string,
): Variant | undefined =>
  images.variant !== undefined && release.images[key]?.variants?.[images.variant] !== undefined
    ? images.variant
    : undefined;

/**
 * Reference of an image in the internal registry: `<registry>/<repository of the source>:<tag>`, by digest once
 * the release is locked and nothing is overridden. Throws a TypeError for a key that the release does not have.
 */
export function image(model: Pick<Model, 'images' | 'release'>, key: string): string {
  const { repository, tag, digest } = sourceOf(model, key);
  const override = model.images.overrides[key];
  const path = `${model.images.registry}/${override?.repository ?? repository}`;
  if (override?.tag === undefined && digest !== undefined) return `${path}@${digest}`;
  return `${path}:${override?.tag ?? tag}`;
}

/** Where an image comes from, in the variant in which it runs. */
function sourceOf(model: Pick<Model, 'images' | 'release'>, key: string): ImageSource {
  const source = model.release.images[key];
  if (source === undefined)
    throw new TypeError(
      `Cannot name image "${key}": release ${model.release.version} has none of that key`,
    );
  const variant = variantOf(model, key);
  const repository = variant === undefined ? undefined : source.variants?.[variant];
  // The digest is that of the standard image.
  return repository === undefined ? source : { repository, tag: source.tag };
}
