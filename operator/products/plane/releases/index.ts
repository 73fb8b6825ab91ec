import type { PlaneRelease } from './release.ts';
import { v3_1_2 } from './v3.1.2.ts';
import { v3_1_4 } from './v3.1.4.ts';

/** Every release that can be installed, oldest first. */
export const RELEASES: readonly PlaneRelease[] = [v3_1_2, v3_1_4];

/** The release of a model. Throws a TypeError for a version that was never resolved from {@link RELEASES}. */
export function releaseOf(version: string): PlaneRelease {
  const release = RELEASES.find((known) => known.version === version);
  if (release === undefined)
    throw new TypeError(`Cannot render version "${version}": no such release of Plane`);
  return release;
}
