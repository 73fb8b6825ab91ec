import type { Verdict } from '../../api/verdict.ts';
import { advised } from '../advised.ts';
import type { Report } from '../report.ts';

/** SetupComplete: the product has an owner, and the domain may be served. */
export const setupComplete = (report: Report): Verdict | undefined =>
  advised('SetupComplete', report);
