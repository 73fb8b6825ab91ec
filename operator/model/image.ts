import type { Model } from './model.ts';

/**
 * Reference of an image in the internal registry: `<registry>/<repository of the source>:<tag>`, by digest once
 * the release is locked and nothing is overridden. Throws a TypeError for a key that the release does not have.
 */
export function image(model: Pick<Model, 'images' | 'release'>, key: string): string {
  const source = model.release.images[key];
  if (source === undefined)
    throw new TypeError(
      `Cannot name image "${key}": release ${model.release.version} has none of that key`,
    );
  const override = model.images.overrides[key];
  const repository = `${model.images.registry}/${override?.repository ?? source.repository}`;
  if (override?.tag === undefined && source.digest !== undefined)
    return `${repository}@${source.digest}`;
  return `${repository}:${override?.tag ?? source.tag}`;
}
