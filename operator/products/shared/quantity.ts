import { compareQuantities } from '../../api/quantity.ts';

/** How often a quantity of whole Mi fits into another, at most `most` times: `timesIn('512Mi', '2Gi', 64)` is 4. */
export function timesIn(unit: `${number}Mi`, whole: string | undefined, most: number): number {
  const size = Number.parseInt(unit, 10);
  const fits = (times: number): boolean =>
    (compareQuantities(`${times * size}Mi`, whole) ?? 1) <= 0;
  return Array.from({ length: most }, (_, index) => index + 1).filter(fits).length;
}
