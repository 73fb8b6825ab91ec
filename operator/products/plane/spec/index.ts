import * as z from 'zod';

import { embeddedStore, store } from '../../../api/store.ts';
import { components } from './components.ts';
import { external, objectStore } from './stores.ts';

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
