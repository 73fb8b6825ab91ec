import * as z from 'zod';

import { replicas, resources, secretKeyRef, storageSize } from '../../api/fields.ts';

const scalable = (description: string) =>
  z
    .strictObject({
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
    })
    .meta({
      description,
      'x-kubernetes-validations': [
        {
          rule: '!(has(self.replicas) && has(self.scaledBy))',
          message: 'set at most one of replicas and scaledBy',
        },
      ],
    });

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

const embedded = (description: string) =>
  z
    .strictObject({ size: storageSize('Size of the volume, for example 5Gi.').optional() })
    .meta({ description });

const external = (description: string, urls: string) =>
  z
    .strictObject({ secretRef: secretKeyRef(`Secret with the connection URL: ${urls}.`, 'url') })
    .meta({ description });

const CHOICE = [
  {
    rule: '[has(self.embedded), has(self.external)].filter(set, set).size() == 1',
    message: 'set exactly one of embedded and external',
  },
  {
    rule: 'has(self.embedded) == has(oldSelf.embedded)',
    message: 'cannot change between embedded and external: the data would stay behind',
  },
];

const objectStore = z
  .strictObject({
    embedded: embedded('MinIO run by the operator: one pod, one volume.').optional(),
    external: z
      .strictObject({
        secretRef: z.strictObject({ name: secretKeyRef('', '').shape.name }).meta({
          description:
            'Secret with the keys endpoint (https://host[:port]), region, bucket, accessKeyId and secretAccessKey.',
        }),
      })
      .meta({ description: "The site's own S3-compatible object store." })
      .optional(),
  })
  .meta({ description: 'Uploaded files.', 'x-kubernetes-validations': CHOICE });

/** `spec.plane`: what only Plane has. */
export const PlaneSpec = z
  .strictObject({
    cache: z
      .strictObject({
        embedded: embedded('Valkey run by the operator: one pod, one volume.').optional(),
        external: external(
          "The site's own Redis or Valkey, 6.2 or newer.",
          'redis[s]://[user:password@]host:port/',
        ).optional(),
      })
      .meta({ description: 'Cache.', 'x-kubernetes-validations': CHOICE }),
    broker: z
      .strictObject({
        embedded: embedded('RabbitMQ run by the operator: one pod, one volume.').optional(),
        external: external(
          "The site's own RabbitMQ.",
          'amqp[s]://user:password@host:port/vhost',
        ).optional(),
      })
      .meta({ description: 'Message broker.', 'x-kubernetes-validations': CHOICE }),
    objectStore,
    components: components.optional(),
  })
  .meta({ description: 'Settings of Plane, the airgapped edition.' });

/** `spec.plane`, its shape checked. */
export type PlaneSpec = z.infer<typeof PlaneSpec>;
