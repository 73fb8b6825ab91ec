import type { Release } from '../../../model/release.ts';
import { imagesOf } from '../../images.ts';
import { IMAGES } from '../images.generated.ts';

/** Plane v3.1.2. */
export const v3_1_2: Release = {
  version: 'v3.1.2',
  upgradesFrom: 'v3.1.2',
  images: imagesOf('v3.1.2', IMAGES),
};
