import type { ProductCondition } from '../api/reasons.ts';
import type { Verdict } from '../api/verdict.ts';
import type { Report } from './report.ts';

/** What the product tells under one of its conditions, of the spec that is being tended. */
export const advised = (type: ProductCondition, { tended }: Report): Verdict | undefined =>
  tended?.advice.conditions[type];
