import * as z from 'zod';

import { shaped } from '../../../api/shape.ts';
import { embeddedStore, store } from '../../../api/store.ts';
import { ai } from './ai.ts';
import { components } from './components.ts';
import { firstBoot } from './first-boot.ts';
import { integrations, webhooks } from './integrations.ts';
import { INTAKE_OF_EMAIL, MAGIC_NEEDS_MAIL, mail } from './mail.ts';
import { search } from './search.ts';
import { external, objectStore } from './stores.ts';

/** `spec.plane`: what only Plane has. */
export const PlaneSpec = shaped(
  z.strictObject({
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
    search: search.optional(),
    ai: ai.optional(),
    components: components.optional(),
    setup: z
      .enum(['Closed', 'Open'])
      .meta({
        description:
          'Closed: the domain is not served, because whoever opens God Mode first owns the instance; status.conditions says how to become that one. Open: the domain is served. Closed when left out.',
      })
      .optional(),
    integrations: integrations.optional(),
    webhooks: webhooks.optional(),
    firstBoot: firstBoot.optional(),
    mail: mail.optional(),
    telemetryConfirmedOff: z
      .boolean()
      .meta({
        description:
          'You have switched telemetry off in God Mode under General. The setting is a row of the database that only the product can change; this field tells the operator, and changes nothing but a condition.',
      })
      .optional(),
  }),
  'Settings of Plane, the airgapped edition.',
  [INTAKE_OF_EMAIL, MAGIC_NEEDS_MAIL],
);

/** `spec.plane`, its shape checked. */
export type PlaneSpec = z.infer<typeof PlaneSpec>;
