import { celeryConcurrency } from '../celery.ts';
import type { PlanePart } from '../context.ts';
import { piEntrypoint } from '../context.ts';
import { aiNeeds } from '../model.ts';
import { stateless } from '../workload.ts';

/** Background work of Plane AI. What its image has to look for a process with is not known, so nothing is probed: the container ends with the process. */
export const piWorker: PlanePart = (context) => {
  const { model, environment } = context;
  if (model.own.ai === undefined) return undefined;
  const settings = model.own.components?.piWorker;
  return stateless(context, {
    name: 'pi-worker',
    image: 'pi',
    after: aiNeeds(model),
    settings,
    command: piEntrypoint('celery-worker'),
    envFrom: environment.ai,
    env: celeryConcurrency(context, 'pi-worker', settings?.resources),
    grace: 60,
  });
};
