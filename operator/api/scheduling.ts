import * as z from 'zod';

import { objectName } from './fields.ts';
import { boundedMap, shaped } from './shape.ts';

/** Key of a label or taint: an optional prefix and a name of at most 63 characters. */
const labelKey = z
  .string()
  .max(316)
  .regex(
    /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
  );
const labelValue = z
  .string()
  .max(63)
  .regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/);

const toleration = shaped(
  z.strictObject({
    key: labelKey.meta({ description: 'Key of the taint; all taints when left out.' }).optional(),
    operator: z
      .enum(['Exists', 'Equal'])
      .meta({ description: 'How key and value are compared; Equal when left out.' })
      .optional(),
    value: labelValue.meta({ description: 'Value of the taint, for Equal.' }).optional(),
    effect: z
      .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
      .meta({ description: 'Effect of the taint; all effects when left out.' })
      .optional(),
    tolerationSeconds: z
      .int()
      .min(0)
      .max(86_400)
      .meta({ description: 'Seconds for which NoExecute is borne; for ever when left out.' })
      .optional(),
  }),
  'A taint that the pods bear.',
  [
    {
      rule: "has(self.key) || (has(self.operator) && self.operator == 'Exists')",
      message: 'give a key, or the operator Exists',
      judge: ({ key, operator }) =>
        key === undefined && operator !== 'Exists' ? 'has neither' : undefined,
    },
    {
      rule: "!has(self.operator) || self.operator != 'Exists' || !has(self.value)",
      message: 'leave value out for the operator Exists',
      judge: ({ operator, value }) =>
        operator === 'Exists' && value !== undefined ? `has the value "${value}"` : undefined,
    },
    {
      rule: "!has(self.tolerationSeconds) || (has(self.effect) && self.effect == 'NoExecute')",
      message: 'give tolerationSeconds for the effect NoExecute alone',
      judge: ({ effect, tolerationSeconds }) =>
        tolerationSeconds !== undefined && effect !== 'NoExecute'
          ? `has the effect ${effect ?? 'of all kinds'}`
          : undefined,
    },
  ],
);

/** On which nodes the pods of a part may run. */
export const SCHEDULING = {
  nodeSelector: boundedMap(
    z.record(labelKey, labelValue),
    'Labels that a node must have.',
    16,
  ).optional(),
  tolerations: z
    .array(toleration)
    .max(16)
    .meta({ description: 'Taints that the pods bear.', 'x-kubernetes-list-type': 'atomic' })
    .optional(),
  priorityClassName: objectName('Name of the PriorityClass of the pods.').optional(),
};

/** {@link SCHEDULING} as it is read. */
export type Scheduling = z.output<z.ZodObject<typeof SCHEDULING>>;
