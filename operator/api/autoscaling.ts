import * as z from 'zod';

import { atLeastOneOf, shaped } from './shape.ts';

const utilization = (what: string): z.ZodInt =>
  z
    .int()
    .min(1)
    .max(1000)
    .meta({
      description: `Average ${what} of the pods that the autoscaler keeps to, in per cent of what they request.`,
    });

const window = (direction: string): z.ZodInt =>
  z
    .int()
    .min(0)
    .max(3600)
    .meta({
      description: `Seconds for which the autoscaler looks back before it scales ${direction}. Kubernetes' default when left out.`,
    });

const pods = (description: string): z.ZodInt => z.int().min(1).max(100).meta({ description });

/** An autoscaler of a part (`autoscaling/v2`). It needs a metrics server in the cluster. */
export const autoscaling = shaped(
  z.strictObject({
    minReplicas: pods('Fewest pods.'),
    maxReplicas: pods('Most pods.'),
    targetCPUUtilizationPercentage: utilization('CPU').optional(),
    targetMemoryUtilizationPercentage: utilization('memory').optional(),
    scaleUpStabilizationSeconds: window('up').optional(),
    scaleDownStabilizationSeconds: window('down').optional(),
  }),
  'A HorizontalPodAutoscaler made by the operator sets the number of pods. It needs metrics-server in the cluster.',
  [
    {
      rule: 'self.minReplicas <= self.maxReplicas',
      message: 'set minReplicas to at most maxReplicas',
      judge: ({ minReplicas, maxReplicas }) =>
        minReplicas > maxReplicas
          ? `minReplicas is ${minReplicas} and maxReplicas ${maxReplicas}`
          : undefined,
    },
    atLeastOneOf('targetCPUUtilizationPercentage', 'targetMemoryUtilizationPercentage'),
  ],
);
