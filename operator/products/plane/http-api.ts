import type { Part } from '../product.ts';
import { httpProbes } from '../shared/probes.ts';
import type { Context } from './context.ts';
import { entrypoint } from './context.ts';
import { backendNeeds } from './model.ts';
import { stateless } from './workload.ts';
import type { Stateless } from './workload.ts';

/** A server of the HTTP API under a name of its own. */
export const httpApi = (context: Context, part: Pick<Stateless, 'name' | 'settings'>): Part =>
  stateless(context, {
    ...part,
    image: 'backend',
    // The monitor is asked for licences and feature flags from the first request on.
    after: [...backendNeeds(context.model), 'monitor'],
    command: entrypoint('api-ee'),
    port: 8000,
    envFrom: context.environment.django,
    env: { OTEL_SERVICE_NAME: part.name },
    probes: httpProbes('http', { ready: '/api/ready/', live: '/api/live/' }),
    // Requests under way are answered.
    grace: 60,
  });
