import * as z from 'zod';

import { replicas, resources } from '../../../api/fields.ts';
import { autoscaling } from '../../../api/autoscaling.ts';
import { SCHEDULING } from '../../../api/scheduling.ts';
import { atMostOneOf, shaped } from '../../../api/shape.ts';

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

/** Settings of a part that may have any number of pods. */
export const scalable = (
  description: string,
): z.ZodObject<typeof SCALE & typeof COMMON, z.core.$strict> =>
  shaped(z.strictObject({ ...SCALE, ...COMMON }), description, [
    atMostOneOf('replicas', 'autoscaling', 'scaledBy'),
  ]);

/** Settings of a part of exactly one pod. */
export const single = (description: string): z.ZodObject<typeof COMMON, z.core.$strict> =>
  z.strictObject(COMMON).meta({ description });
