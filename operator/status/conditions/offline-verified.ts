import type { Verdict } from '../../api/verdict.ts';
import { advised } from '../advised.ts';
import type { Report } from '../report.ts';

/** OfflineVerified: the running product says that it is offline and its licence active. */
export const offlineVerified = (report: Report): Verdict | undefined =>
  advised('OfflineVerified', report);
