import { asEnv, config } from '../../shared/objects.ts';
import { entrypoint } from '../context.ts';
import { backendNeeds } from '../model.ts';
import { optional } from '../optional.ts';
import { owning, stateless } from '../workload.ts';

/** Runs automations on what the outbox poller tells. */
export const automationConsumer = optional('automationConsumer', (context, settings) => {
  const { model, environment } = context;
  const vars = config(model, 'automation-consumer-vars', {
    AUTOMATION_EVENT_STREAM_QUEUE_NAME: 'plane.event_stream.automations',
    AUTOMATION_EVENT_STREAM_PREFETCH: '10',
    AUTOMATION_EXCHANGE_NAME: 'plane.event_stream',
    AUTOMATION_EVENT_TYPES: 'issue',
  });
  const { appVars, appSecrets, docStore, search } = environment.sets;
  const part = stateless(context, {
    name: 'automation-consumer',
    image: 'backend',
    after: backendNeeds(model),
    settings,
    command: entrypoint('automation-consumer'),
    envFrom: [asEnv(vars), appVars, appSecrets, docStore, search],
  });
  return owning(part, vars);
});
