import type { ProductCondition } from '../api/reasons.ts';
import type { Verdict } from '../api/verdict.ts';
import type { Report } from './report.ts';

/** What the product tells under one of its conditions: the running one, or what is known from the spec that is tended. */
export const advised = (type: ProductCondition, { tended }: Report): Verdict | undefined =>
  tended?.answers?.[type] ?? tended?.advice.conditions[type];
