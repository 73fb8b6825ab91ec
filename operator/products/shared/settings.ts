import * as z from 'zod';

import { autoscaling } from '../../api/autoscaling.ts';
import { replicas, resources } from '../../api/fields.ts';
import { SCHEDULING } from '../../api/scheduling.ts';
import { atMostOneOf, shaped } from '../../api/shape.ts';

/** What every part takes. */
export const COMMON = { resources: resources.optional(), ...SCHEDULING };

/** Who says how many pods there are: the spec, or somebody else. */
export const SCALE = {
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

/** The schema of the settings of one part. */
export type Settings<Shape extends z.core.$ZodLooseShape> = z.ZodObject<Shape, z.core.$strict>;

/** At most one of them says how many pods there are. */
export const ONE_SCALE = atMostOneOf('replicas', 'autoscaling', 'scaledBy');

/** Settings of a part that may have any number of pods. */
export const scalable = (description: string): Settings<typeof SCALE & typeof COMMON> =>
  shaped(z.strictObject({ ...SCALE, ...COMMON }), description, [ONE_SCALE]);

/** Settings of a part of exactly one pod. */
export const single = (description: string): Settings<typeof COMMON> =>
  z.strictObject(COMMON).meta({ description });
