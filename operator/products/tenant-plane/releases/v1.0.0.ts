import { imagesOf } from '../../images.ts';
import { IMAGES } from '../images.generated.ts';
import type { TenantPlaneRelease } from './release.ts';

/**
 * The contract of the vendor's page on offline mode: its variables, endpoints and paths. It is no version of the server,
 * because the page names none: that is the tag in `images.overrides`. The vendor publishes no figures for CPU and memory;
 * these are ours.
 */
export const v1_0_0: TenantPlaneRelease = {
  version: 'v1.0.0',
  upgradesFrom: 'v1.0.0',
  images: imagesOf('v1.0.0', IMAGES),
  defaults: {
    resources: {
      server: {
        requests: { memory: '512Mi', cpu: '200m' },
        limits: { memory: '2Gi' },
      },
      postgres: {
        requests: { memory: '512Mi', cpu: '250m' },
        limits: { memory: '2Gi' },
      },
    },
    replicas: { Standard: 1, HighAvailability: 2 },
    volumes: { server: '5Gi', postgres: '20Gi' },
    bundles: '2Gi',
  },
};
