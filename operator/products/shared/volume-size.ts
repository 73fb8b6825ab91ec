import { compareQuantities } from '../../api/quantity.ts';
import type { Inputs, Volume } from '../product.ts';

/**
 * Size that a volume shall have: what the spec asks for, else what its claim has, else the release's.
 *
 * A claim that has more keeps it: volumes do not shrink. A release that raises its default leaves
 * existing volumes alone, so that no upgrade fills a storage pool or waits for one by itself.
 */
export function volumeSize({ claim, asked, size }: Volume, { claims }: Inputs): string {
  const present = claims?.[claim];
  if (present === undefined) return asked ?? size;
  return asked !== undefined && (compareQuantities(asked, present) ?? 1) >= 0 ? asked : present;
}
