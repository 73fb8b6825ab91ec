import type { Verdict } from '../../api/verdict.ts';
import type { Report } from '../report.ts';

/** LicenseValid: the product's own file can only be judged by the product. */
export function licenseValid({ tended }: Report): Verdict | undefined {
  if (tended === undefined) return undefined;
  if (!tended.licensed)
    return { status: 'Unknown', reason: 'LicenseNotGiven', message: 'spec.license is not set' };
  return {
    status: 'Unknown',
    reason: 'NotVerifiable',
    message: 'the licence file is there; upload it in God Mode, where the product judges it',
  };
}
