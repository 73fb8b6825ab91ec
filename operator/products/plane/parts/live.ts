import { httpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { stateless } from '../workload.ts';

/** Live editing over WebSockets. */
export const live: PlanePart = (context) =>
  stateless(context, {
    name: 'live',
    image: 'live',
    after: ['api'],
    settings: context.model.own.components?.live,
    port: 3000,
    envFrom: context.environment.live,
    env: { OTEL_SERVICE_NAME: 'live' },
    probes: httpProbes('http', { ready: '/live/health/', live: '/live/health/' }),
    // Open documents are handed over.
    grace: 60,
  });
