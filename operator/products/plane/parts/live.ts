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
    resources: {
      requests: { cpu: '100m', memory: '512Mi' },
      limits: { cpu: '500m', memory: '2000Mi' },
    },
    probes: httpProbes('http', { ready: '/live/health/', live: '/live/health/' }),
    // Open documents are handed over while the pod ends.
    lifecycle: { preStop: { sleep: { seconds: 10 } } },
    grace: 60,
  });
