import * as z from 'zod';

import { replicas, resources, secretKeyRef, secretRef, storageSize } from '../../api/fields.ts';
import { atMostOneOf, shaped } from '../../api/shape.ts';
import { embeddedStore, store } from '../../api/store.ts';

const scalable = (description: string) =>
  shaped(
    z.strictObject({
      replicas: replicas(
        "Number of pods. The release's default when left out; then kubectl scale is respected.",
      ).optional(),
      scaledBy: z
        .enum(['External'])
        .meta({
          description:
            'External: the number of pods belongs to somebody else (an own HPA, KEDA) and is never written.',
        })
        .optional(),
      resources: resources.optional(),
    }),
    description,
    [atMostOneOf('replicas', 'scaledBy')],
  );

const single = (description: string) =>
  z.strictObject({ resources: resources.optional() }).meta({ description });

/** Parts of the core of Plane. A closed struct: an unknown name is refused by the API server. */
const components = z
  .strictObject({
    web: scalable('The application in the browser.').optional(),
    admin: scalable('God Mode, the administration of the instance.').optional(),
    space: scalable('Published pages.').optional(),
    live: scalable('Live editing over WebSockets.').optional(),
    api: scalable('The HTTP API.').optional(),
    worker: scalable('Background work.').optional(),
    beatWorker: single('Schedule of background work: exactly one pod, ever.').optional(),
    monitor: z
      .strictObject({
        storage: z
          .strictObject({ size: storageSize('Size of the volume, for example 1Gi.').optional() })
          .meta({ description: 'Volume with the licence and feature flags.' })
          .optional(),
        resources: resources.optional(),
      })
      .meta({ description: 'Licences and feature flags: exactly one pod, ever.' })
      .optional(),
  })
  .meta({
    description: "Settings by part. A part that is left out runs with the release's defaults.",
  });

const external = (description: string, urls: string) =>
  z
    .strictObject({ secretRef: secretKeyRef(`Secret with the connection URL: ${urls}.`, 'url') })
    .meta({ description });

const objectStore = store(
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

/** `spec.plane`: what only Plane has. */
export const PlaneSpec = z
  .strictObject({
    cache: store(
      'Cache.',
      embeddedStore('Valkey run by the operator: one pod, one volume.', '1Gi'),
      external(
        "The site's own Redis or Valkey, 6.2 or newer.",
        'redis[s]://[user:password@]host:port/',
      ),
    ),
    broker: store(
      'Message broker.',
      embeddedStore('RabbitMQ run by the operator: one pod, one volume.', '1Gi'),
      external("The site's own RabbitMQ.", 'amqp[s]://user:password@host:port/vhost'),
    ),
    objectStore,
    components: components.optional(),
  })
  .meta({ description: 'Settings of Plane, the airgapped edition.' });

/** `spec.plane`, its shape checked. */
export type PlaneSpec = z.infer<typeof PlaneSpec>;
