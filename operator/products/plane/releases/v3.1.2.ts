import { imagesOf } from '../../images.ts';
import { IMAGES } from '../images.generated.ts';
import { V3_1 } from './defaults.ts';
import type { PlaneRelease } from './release.ts';

/** Plane v3.1.2. */
export const v3_1_2: PlaneRelease = {
  version: 'v3.1.2',
  upgradesFrom: 'v3.1.2',
  images: imagesOf('v3.1.2', IMAGES),
  defaults: V3_1,
};
