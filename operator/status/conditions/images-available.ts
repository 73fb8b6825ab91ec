import type { Verdict } from '../../api/verdict.ts';
import type { Report } from '../report.ts';

/** ImagesAvailable: without a lock of digests nothing about images can be proven. */
export function imagesAvailable({ tended }: Report): Verdict | undefined {
  if (tended === undefined) return undefined;
  return {
    status: 'Unknown',
    reason: 'NotLocked',
    message: `release ${tended.version} has no lock of digests: pods run by tag`,
  };
}
