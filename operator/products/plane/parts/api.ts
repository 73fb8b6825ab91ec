import { httpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { entrypoint } from '../context.ts';
import { bucketPart, embeddedStores } from '../model.ts';
import { stateless } from '../workload.ts';

/** The HTTP API. */
export const api: PlanePart = (context) =>
  stateless(context, {
    name: 'api',
    image: 'backend',
    after: [
      'migration',
      ...embeddedStores(context.model),
      ...bucketPart(context.model),
      // Asked for licences and feature flags from the first request on.
      'monitor',
    ],
    settings: context.model.own.components?.api,
    command: entrypoint('api-ee'),
    port: 8000,
    envFrom: context.environment.django,
    env: { OTEL_SERVICE_NAME: 'api' },
    probes: httpProbes('http', { ready: '/api/ready/', live: '/api/live/' }),
    // Time for Services to forget the pod; then requests under way are answered.
    lifecycle: { preStop: { sleep: { seconds: 10 } } },
    grace: 60,
  });
