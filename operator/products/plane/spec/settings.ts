import * as z from 'zod';

import { replicas, resources } from '../../../api/fields.ts';
import { autoscaling } from '../../../api/autoscaling.ts';
import { SCHEDULING } from '../../../api/scheduling.ts';
import { atMostOneOf, shaped } from '../../../api/shape.ts';
import { extraEnv } from './extra-env.ts';
import type { ExtraEnv, Family } from './extra-env.ts';

/** What every part takes. */
export const COMMON = { resources: resources.optional(), ...SCHEDULING };

/** Who says how many pods there are: the spec, or somebody else. */
const SCALE = {
  replicas: replicas(
    "Number of pods. The release's default when left out; then kubectl scale is respected.",
  ).optional(),
  autoscaling: autoscaling.optional(),
  scaledBy: z
    .enum(['External'])
    .meta({
      description:
        'External: the number of pods belongs to somebody else (an own HPA, KEDA) and is never written.',
    })
    .optional(),
};

type Settings<Shape extends z.core.$ZodLooseShape> = z.ZodObject<Shape, z.core.$strict>;
type Reading = Readonly<Record<'extraEnv', ExtraEnv>>;

const ONE_SCALE = atMostOneOf('replicas', 'autoscaling', 'scaledBy');

/** Settings of a part that may have any number of pods. */
export const scalable = (description: string): Settings<typeof SCALE & typeof COMMON> =>
  shaped(z.strictObject({ ...SCALE, ...COMMON }), description, [ONE_SCALE]);

/** {@link scalable}, for a part that also takes variables of its family. */
export const scalableReading = (
  family: Family,
  description: string,
): Settings<typeof SCALE & typeof COMMON & Reading> =>
  shaped(z.strictObject({ ...SCALE, ...COMMON, extraEnv: extraEnv(family) }), description, [
    ONE_SCALE,
  ]);

/** Settings of a part of exactly one pod. */
export const single = (description: string): Settings<typeof COMMON> =>
  z.strictObject(COMMON).meta({ description });

/** {@link single}, for a part that also takes variables of its family. */
export const singleReading = (
  family: Family,
  description: string,
): Settings<typeof COMMON & Reading> =>
  z.strictObject({ ...COMMON, extraEnv: extraEnv(family) }).meta({ description });
