import type { Installation } from '../observe/installation.ts';
import type { LicenseFigures } from './metrics.ts';

/** When each licence ends and what it permits, as the status of each installation says. */
export function* licensesOf(installations: Iterable<Installation>): Iterable<LicenseFigures> {
  for (const { namespace, name, status } of installations) {
    const { license } = status ?? {};
    if (license === undefined) continue;
    yield {
      namespace,
      name,
      expires: license.expires === undefined ? undefined : Date.parse(license.expires) / 1_000,
      // A date that an administrator gave is no claim of the licence.
      isDeclared: license.state === 'declared',
      limits: license.limits ?? {},
    };
  }
}
