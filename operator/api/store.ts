import * as z from 'zod';

import { storageSize } from './fields.ts';
import { exactlyOneOf, shaped } from './shape.ts';

type Embedded = z.ZodObject<{ size: z.ZodOptional<z.ZodString> }, z.core.$strict>;

/** A store that the operator runs itself, on one volume. */
export const embeddedStore = (description: string, size: string): Embedded =>
  z
    .strictObject({
      size: storageSize(
        `Size of the volume, for example ${size}; it may grow and never shrinks. Left out, a volume that is there keeps its size, and a new one has the release's.`,
      ).optional(),
    })
    .meta({ description });

/** A store that is either run by the operator or the site's own. The choice is final. */
export const store = <E extends z.ZodType>(
  description: string,
  embedded: Embedded,
  external: E,
): z.ZodObject<{ embedded: z.ZodOptional<Embedded>; external: z.ZodOptional<E> }, z.core.$strict> =>
  shaped(
    z.strictObject({ embedded: embedded.optional(), external: external.optional() }),
    `${description} Choosing between embedded and external is final.`,
    [
      exactlyOneOf('embedded', 'external'),
      {
        rule: 'has(self.embedded) == has(oldSelf.embedded)',
        message: 'cannot change between embedded and external: the data would stay behind',
      },
    ],
  );
