import type { Finding } from '../../../api/finding.ts';
import { refused } from '../../shared/checks/finding.ts';
import { sourceImage } from '../bundles.ts';
import { IMAGES } from '../images.generated.ts';
import type { TenantPlaneModel } from '../model.ts';

/** Images whose name nobody publishes are named by the spec; none has a FIPS variant. */
export function* images(model: TenantPlaneModel): Iterable<Finding> {
  const { own, images: asked } = model;
  const used = ['server', ...(own.edgeAgents === undefined ? [] : [sourceImage(model)])];
  for (const { key, unpublished } of IMAGES) {
    if (unpublished === undefined || !used.includes(key)) continue;
    const { repository, tag } = asked.overrides[key] ?? {};
    if (repository !== undefined && tag !== undefined) continue;
    yield refused({
      path: 'spec.images.overrides',
      message: `does not say where the image "${key}" lies: ${unpublished}`,
      fix: `add an entry with the key ${key}, and repository and tag of the image in the internal registry`,
    });
  }
  if (asked.variant === 'FIPS')
    yield {
      severity: 'note',
      rule: 'NotFips',
      path: 'spec.images.variant',
      message:
        'is FIPS, and no image of this product is known in that variant: all run as they are',
      fix: 'name images of your own in images.overrides, or leave it out',
    };
}
