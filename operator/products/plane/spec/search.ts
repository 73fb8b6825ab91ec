import * as z from 'zod';

import { secretRef } from '../../../api/fields.ts';
import { embeddedStore, store } from '../../../api/store.ts';

/** `spec.plane.search`: off when left out. */
export const search = store(
  'Full-text search. Left out, Plane searches its database and finds exact words alone.',
  embeddedStore('OpenSearch run by the operator: one pod, one volume.', '10Gi'),
  z
    .strictObject({
      secretRef: secretRef(
        'Secret with the keys url (https://host[:port]), username and password; the user may make indices.',
      ),
      indexPrefix: z
        .string()
        .max(64)
        .regex(/^[a-z0-9][a-z0-9_-]*$/)
        .meta({
          description:
            'First part of the name of every index, where several installations share one OpenSearch. Another prefix means new indices, which are filled again.',
        })
        .optional(),
    })
    .meta({ description: "The site's own OpenSearch, 2.19 or newer." }),
);
