import type { Rule } from '../rule.ts';

/** An override names an image of the release, and no moving tag. */
export const imageKeys: Rule = {
  id: 'image-keys',
  doc: 'spec.images.overrides[].key must be an image of the release.',
  reasons: ['UnknownImageKey'],
  online: false,
  *check({ spec, product }) {
    // An unknown version is the subject of another rule; the newest release stands in for it.
    const release =
      product.releases.find(({ version }) => version === spec.version) ?? product.releases.at(-1);
    if (release === undefined) return;
    const keys = Object.keys(release.images).sort();
    for (const [index, { key }] of (spec.images.overrides ?? []).entries()) {
      if (keys.includes(key)) continue;
      yield {
        severity: 'refuse',
        rule: 'UnknownImageKey',
        path: `spec.images.overrides[${index}].key`,
        message: `release ${release.version} has no image "${key}"`,
        fix: `use one of ${keys.join(', ')}`,
      };
    }
  },
};
