import { imagesOf } from '../../images.ts';
import { IMAGES } from '../images.generated.ts';
import { V3_1 } from './defaults.ts';
import type { PlaneRelease } from './release.ts';

/** Plane v3.1.4. */
export const v3_1_4: PlaneRelease = {
  version: 'v3.1.4',
  upgradesFrom: 'v3.1.2',
  images: imagesOf('v3.1.4', IMAGES),
  defaults: V3_1,
};
