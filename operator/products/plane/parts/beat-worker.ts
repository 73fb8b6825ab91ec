import type { PlanePart } from '../context.ts';
import { embeddedStores } from '../context.ts';
import { stateless } from '../workload.ts';

/** The schedule of background work: two of them would do everything twice. */
export const beatWorker: PlanePart = (context) =>
  stateless(context, {
    name: 'beat-worker',
    image: 'backend',
    after: ['migration', ...embeddedStores(context.model)],
    settings: context.model.own.components?.beatWorker,
    command: ['/bin/bash', '-c', 'exec ./bin/docker-entrypoint-beat.sh'],
    envFrom: context.environment.django,
    env: { OTEL_SERVICE_NAME: 'beat-worker' },
    resources: {
      requests: { cpu: '100m', memory: '512Mi' },
      limits: { cpu: '500m', memory: '2Gi' },
    },
    singleton: true,
  });
