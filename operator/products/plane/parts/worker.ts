import type { PlanePart } from '../context.ts';
import { embeddedStores } from '../context.ts';
import { stateless } from '../workload.ts';

/** Background work. Its concurrency follows the node's processors, not its limit: the image offers no setting for it. */
export const worker: PlanePart = (context) =>
  stateless(context, {
    name: 'worker',
    image: 'backend',
    after: ['migration', ...embeddedStores(context.model)],
    settings: context.model.own.components?.worker,
    command: ['/bin/bash', '-c', 'exec ./bin/docker-entrypoint-worker.sh'],
    envFrom: context.environment.django,
    env: { OTEL_SERVICE_NAME: 'worker' },
    resources: {
      requests: { cpu: '200m', memory: '1Gi' },
      limits: { cpu: '1000m', memory: '2Gi' },
    },
    // Tasks under way are finished before the pod ends.
    grace: 120,
  });
