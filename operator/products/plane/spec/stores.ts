import * as z from 'zod';

import { secretKeyRef, secretRef } from '../../../api/fields.ts';
import { embeddedStore, store } from '../../../api/store.ts';

/** A store of the site, reached by a URL in a Secret. */
export const external = (
  description: string,
  urls: string,
): z.ZodObject<{ secretRef: ReturnType<typeof secretKeyRef> }, z.core.$strict> =>
  z
    .strictObject({ secretRef: secretKeyRef(`Secret with the connection URL: ${urls}.`, 'url') })
    .meta({ description });

/** `spec.plane.objectStore`. */
export const objectStore = store(
  'Uploaded files.',
  embeddedStore('MinIO run by the operator: one pod, one volume.', '50Gi'),
  z
    .strictObject({
      secretRef: secretRef(
        'Secret with the keys endpoint (https://host[:port]), region, bucket, accessKeyId and secretAccessKey.',
      ),
    })
    .meta({ description: "The site's own S3-compatible object store." }),
);
