import { httpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { piEntrypoint } from '../context.ts';
import { aiNeeds } from '../model.ts';
import { stateless } from '../workload.ts';

/** The HTTP API of Plane AI. Answers are streamed as they are written. */
export const piApi: PlanePart = (context) => {
  const { model, environment } = context;
  if (model.own.ai === undefined) return undefined;
  return stateless(context, {
    name: 'pi-api',
    image: 'pi',
    after: aiNeeds(model),
    settings: model.own.components?.piApi,
    command: piEntrypoint('api'),
    port: 8000,
    envFrom: environment.ai,
    probes: httpProbes('http', { ready: '/pi/ready/', live: '/pi/live/' }),
    // Time for Services to forget the pod; then answers under way are finished.
    lifecycle: { preStop: { sleep: { seconds: 10 } } },
    grace: 60,
  });
};
