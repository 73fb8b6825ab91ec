import type { TenantPlaneRelease } from './release.ts';
import { v1_0_0 } from './v1.0.0.ts';

/** Every release that can be installed, oldest first. */
export const RELEASES: readonly TenantPlaneRelease[] = [v1_0_0];

/** The release of a model. Throws a TypeError for a version that was never resolved from {@link RELEASES}. */
export function releaseOf(version: string): TenantPlaneRelease {
  const release = RELEASES.find((known) => known.version === version);
  if (release === undefined)
    throw new TypeError(`Cannot render version "${version}": no such release of the Tenant Plane`);
  return release;
}
