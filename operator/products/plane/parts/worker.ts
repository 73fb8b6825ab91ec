import { readiness } from '../../shared/probes.ts';
import { timesIn } from '../../shared/quantity.ts';
import type { PlanePart } from '../context.ts';
import { entrypoint } from '../context.ts';
import { bucketPart, embeddedStores } from '../model.ts';
import { merged, stateless } from '../workload.ts';

/** Memory that one process of the worker is counted with. */
const PER_PROCESS = '512Mi';
const MOST_PROCESSES = 64;

/** What the command line of Celery's processes looks like. */
const PROCESS = 'celery.*worker';

/** Background work. */
export const worker: PlanePart = (context) => {
  const settings = context.model.own.components?.worker;
  const { limits } = merged(context.release.defaults.resources.worker, settings?.resources);
  const processes = Math.max(1, timesIn(PER_PROCESS, limits?.['memory'], MOST_PROCESSES));
  return stateless(context, {
    name: 'worker',
    image: 'backend',
    after: ['migration', ...embeddedStores(context.model), ...bucketPart(context.model)],
    settings,
    command: entrypoint('worker'),
    envFrom: context.environment.django,
    env: {
      OTEL_SERVICE_NAME: 'worker',
      // Left out, Celery starts a process for each processor of the node, whatever the limit, and is killed for
      // its memory on large nodes. Its command line takes every option from a variable of this form.
      CELERY_WORKER_CONCURRENCY: String(processes),
    },
    // No shell: its own command line would match.
    probes: readiness({ exec: { command: ['pgrep', '-f', PROCESS] } }),
    // The image's script does not pass SIGTERM on; told by name, Celery finishes the tasks under way and ends. The
    // oldest process is the one that holds the others.
    lifecycle: { preStop: { exec: { command: ['pkill', '-TERM', '-o', '-f', PROCESS] } } },
    grace: 120,
  });
};
