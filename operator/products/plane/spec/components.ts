import * as z from 'zod';

import { storageSize } from '../../../api/fields.ts';
import { OPTIONAL } from './optional.ts';
import { COMMON, scalable, scalableReading, single, singleReading } from './settings.ts';

/** Parts of Plane. A closed struct: an unknown name is refused by the API server. */
export const components = z
  .strictObject({
    web: scalable('The application in the browser.').optional(),
    admin: scalable('God Mode, the administration of the instance.').optional(),
    space: scalable('Published pages.').optional(),
    live: scalableReading('live', 'Live editing over WebSockets.').optional(),
    api: scalableReading('django', 'The HTTP API.').optional(),
    worker: scalableReading('django', 'Background work.').optional(),
    beatWorker: singleReading(
      'django',
      'Schedule of background work: exactly one pod, ever.',
    ).optional(),
    ...OPTIONAL,
    postgres: single('Embedded PostgreSQL: exactly one pod.').optional(),
    valkey: single('Embedded Valkey: exactly one pod.').optional(),
    rabbitmq: single('Embedded RabbitMQ: exactly one pod.').optional(),
    minio: single('Embedded MinIO: exactly one pod.').optional(),
    migration: single('The Job that brings the database to the schema of a release.').optional(),
    bucket: single('The Job that makes the bucket of the embedded object store.').optional(),
    searchIndex: single('The Job that fills the search.').optional(),
    piDatabase: single(
      'The Job that makes the database of Plane AI on the embedded PostgreSQL.',
    ).optional(),
    piMigration: single(
      'The Job that brings the database of Plane AI to the schema of a release.',
    ).optional(),
    piApi: scalable('The HTTP API of Plane AI.').optional(),
    piWorker: scalable('Background work of Plane AI.').optional(),
    piBeat: single("Schedule of Plane AI's background work: exactly one pod, ever.").optional(),
    opensearch: single('Embedded search: exactly one pod.').optional(),
    monitor: z
      .strictObject({
        storage: z
          .strictObject({
            size: storageSize(
              "Size of the volume, for example 1Gi; it may grow and never shrinks. Left out, a volume that is there keeps its size, and a new one has the release's.",
            ).optional(),
          })
          .meta({ description: 'Volume with the licence and feature flags.' })
          .optional(),
        ...COMMON,
      })
      .meta({ description: 'Licences and feature flags: exactly one pod, ever.' })
      .optional(),
  })
  .meta({
    description: "Settings by part. A part that is left out runs with the release's defaults.",
  });
