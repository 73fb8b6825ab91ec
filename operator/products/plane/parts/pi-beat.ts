import type { PlanePart } from '../context.ts';
import { piEntrypoint } from '../context.ts';
import { aiNeeds } from '../model.ts';
import { stateless } from '../workload.ts';

/** The schedule of Plane AI's background work: two of them would do everything twice. Not probed, like its worker. */
export const piBeat: PlanePart = (context) => {
  const { model, environment } = context;
  if (model.own.ai === undefined) return undefined;
  return stateless(context, {
    name: 'pi-beat',
    image: 'pi',
    after: aiNeeds(model),
    settings: model.own.components?.piBeat,
    command: piEntrypoint('celery-beat'),
    envFrom: environment.ai,
    singleton: true,
  });
};
