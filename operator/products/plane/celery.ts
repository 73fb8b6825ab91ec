import type { Part } from '../product.ts';
import { readiness } from '../shared/probes.ts';
import type { Resources } from '../shared/pod.ts';
import { timesIn } from '../shared/quantity.ts';
import type { Context } from './context.ts';
import { entrypoint } from './context.ts';
import { backendNeeds } from './model.ts';
import type { Workload } from './releases/release.ts';
import { merged, stateless } from './workload.ts';
import type { Stateless } from './workload.ts';

/** Memory that one process of a worker is counted with. */
const PER_PROCESS = '512Mi';
const MOST_PROCESSES = 64;

/** What the command line of Celery's processes looks like. */
const PROCESS = 'celery.*worker';

/**
 * As many processes as memory has room for. Left out, Celery starts one for each processor of the node, whatever the
 * limit, and is killed for its memory on large nodes. Its command line takes every option from a variable of this form.
 */
export function celeryConcurrency(
  { release }: Pick<Context, 'release'>,
  name: Workload,
  asked: Resources | undefined,
): Readonly<Record<string, string>> {
  const { limits } = merged(release.defaults.resources[name], asked);
  const processes = Math.max(1, timesIn(PER_PROCESS, limits?.['memory'], MOST_PROCESSES));
  return { CELERY_WORKER_CONCURRENCY: String(processes) };
}

/** A worker, as far as it differs from the others. */
export interface CeleryWorker extends Pick<Stateless, 'name' | 'settings'> {
  /** Queue that it alone works on; the product's own when left out. */
  readonly queue?: string;
}

/** Background work: as many processes as memory has room for. */
export function celeryWorker(context: Context, { name, settings, queue }: CeleryWorker): Part {
  return stateless(context, {
    name,
    image: 'backend',
    after: backendNeeds(context.model),
    settings,
    command: [...entrypoint('worker'), ...(queue === undefined ? [] : [queue])],
    envFrom: context.environment.django,
    env: {
      OTEL_SERVICE_NAME: name,
      ...celeryConcurrency(context, name, settings?.resources),
    },
    // No shell: its own command line would match.
    probes: readiness({ exec: { command: ['pgrep', '-f', PROCESS] } }),
    // The image's script does not pass SIGTERM on; told by name, Celery finishes the tasks under way and ends. The
    // oldest process is the one that holds the others.
    lifecycle: { preStop: { exec: { command: ['pkill', '-TERM', '-o', '-f', PROCESS] } } },
    grace: 120,
  });
}
