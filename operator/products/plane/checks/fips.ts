import type { Finding } from '../../../api/finding.ts';
import { withoutVariant } from '../fips.ts';
import type { PlaneModel } from '../model.ts';

/** Says which images are not of the variant that was asked for. */
export function* fips(model: PlaneModel): Iterable<Finding> {
  const keys = withoutVariant(model);
  if (model.images.variant !== 'FIPS' || keys.length === 0) return;
  yield {
    severity: 'note',
    rule: 'NotFips',
    path: 'spec.images.variant',
    message: `images without a FIPS variant run as they are: ${keys.join(', ')}`,
    fix: 'use external stores that are validated, switch off parts that are not needed, or name images of the site in images.overrides',
  };
}
