import { variantOf } from '../../model/image.ts';
import { IMAGES } from './images.generated.ts';
import { MEMBERS, runs } from './members.ts';
import type { PlaneModel } from './model.ts';

/** What makes an image of the FIPS variant refuse a host that is not in FIPS mode. */
export const requiring = (
  model: Pick<PlaneModel, 'images' | 'release'>,
  key: string,
): Readonly<Record<string, string>> =>
  variantOf(model, key) === 'FIPS' ? { PLANE_REQUIRE_FIPS: '1' } : {};

/** Images that run and exist in one variant alone, by key. */
export function withoutVariant(model: PlaneModel): readonly string[] {
  const running = new Set<string>(
    MEMBERS.flatMap(([member, part]) => (runs(model, member) ? [part] : [])),
  );
  const keys = IMAGES.filter(
    ({ key, usedBy }) =>
      variantOf(model, key) === undefined && usedBy.some((part) => running.has(part)),
  ).map(({ key }) => key);
  return [...new Set(keys)];
}
