import { httpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { bucketPart, embeddedStores } from '../context.ts';
import { stateless } from '../workload.ts';

/** The HTTP API. */
export const api: PlanePart = (context) =>
  stateless(context, {
    name: 'api',
    image: 'backend',
    after: ['migration', ...embeddedStores(context.model), ...bucketPart(context.model)],
    settings: context.model.own.components?.api,
    command: ['/bin/bash', '-c', 'exec ./bin/docker-entrypoint-api-ee.sh'],
    port: 8000,
    envFrom: context.environment.django,
    env: { OTEL_SERVICE_NAME: 'api' },
    resources: {
      requests: { cpu: '200m', memory: '512Mi' },
      limits: { cpu: '1000m', memory: '2Gi' },
    },
    probes: httpProbes('http', { ready: '/api/ready/', live: '/api/live/' }),
    // Time for Services to forget the pod, then for requests under way.
    lifecycle: { preStop: { sleep: { seconds: 10 } } },
    grace: 60,
  });
