import type { Release } from '../../../model/release.ts';
import { imagesOf } from '../../images.ts';
import { IMAGES } from '../images.generated.ts';

/** Plane v3.1.4. */
export const v3_1_4: Release = {
  version: 'v3.1.4',
  upgradesFrom: 'v3.1.2',
  images: imagesOf('v3.1.4', IMAGES),
};
