import { readiness } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { entrypoint } from '../context.ts';
import { embeddedStores } from '../model.ts';
import { stateless } from '../workload.ts';

/** The schedule of background work: two of them would do everything twice. */
export const beatWorker: PlanePart = (context) =>
  stateless(context, {
    name: 'beat-worker',
    image: 'backend',
    after: ['migration', ...embeddedStores(context.model)],
    settings: context.model.own.components?.beatWorker,
    command: entrypoint('beat'),
    envFrom: context.environment.django,
    env: { OTEL_SERVICE_NAME: 'beat-worker' },
    probes: readiness({ exec: { command: ['pgrep', '-f', 'celery.*beat'] } }),
    singleton: true,
  });
