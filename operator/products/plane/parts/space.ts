import { httpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { stateless } from '../workload.ts';

/** Published pages, rendered on the server. */
export const space: PlanePart = (context) =>
  stateless(context, {
    name: 'space',
    image: 'space',
    after: ['api'],
    settings: context.model.own.components?.space,
    port: 3000,
    env: { OTEL_SERVICE_NAME: 'space' },
    probes: httpProbes('http', { ready: '/spaces/', live: '/spaces/' }),
  });
