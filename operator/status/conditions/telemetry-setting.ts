import type { Verdict } from '../../api/verdict.ts';
import { advised } from '../advised.ts';
import type { Report } from '../report.ts';

/** TelemetrySetting: the product is set to send no telemetry. */
export const telemetrySetting = (report: Report): Verdict | undefined =>
  advised('TelemetrySetting', report);
