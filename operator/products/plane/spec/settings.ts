import * as z from 'zod';

import { shaped } from '../../../api/shape.ts';
import { COMMON, ONE_SCALE, SCALE } from '../../shared/settings.ts';
import type { Settings } from '../../shared/settings.ts';
import { extraEnv } from './extra-env.ts';
import type { ExtraEnv, Family } from './extra-env.ts';

export { COMMON, scalable, single } from '../../shared/settings.ts';

type Reading = Readonly<Record<'extraEnv', ExtraEnv>>;

/** {@link scalable}, for a part that also takes variables of its family. */
export const scalableReading = (
  family: Family,
  description: string,
): Settings<typeof SCALE & typeof COMMON & Reading> =>
  shaped(z.strictObject({ ...SCALE, ...COMMON, extraEnv: extraEnv(family) }), description, [
    ONE_SCALE,
  ]);

/** {@link single}, for a part that also takes variables of its family. */
export const singleReading = (
  family: Family,
  description: string,
): Settings<typeof COMMON & Reading> =>
  z.strictObject({ ...COMMON, extraEnv: extraEnv(family) }).meta({ description });
