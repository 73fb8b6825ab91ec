import type { Verdict } from '../../api/verdict.ts';
import { advised } from '../advised.ts';
import type { Report } from '../report.ts';

/** AIAvailable: the running product says that its AI works. */
export const aiAvailable = (report: Report): Verdict | undefined => advised('AIAvailable', report);
