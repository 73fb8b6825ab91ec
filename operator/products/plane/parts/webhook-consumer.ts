import { asEnv, config } from '../../shared/objects.ts';
import { readiness } from '../../shared/probes.ts';
import { entrypoint } from '../context.ts';
import { backendNeeds } from '../model.ts';
import { optional } from '../optional.ts';
import { owning, stateless } from '../workload.ts';

/** Calls webhooks. */
export const webhookConsumer = optional('webhookConsumer', (context, settings) => {
  const { model, environment } = context;
  const vars = config(model, 'webhook-consumer-vars', {
    WEBHOOK_QUEUE_NAME: 'plane.webhook',
    WEBHOOK_PREFETCH_COUNT: '10',
  });
  const part = stateless(context, {
    name: 'webhook-consumer',
    image: 'backend',
    after: backendNeeds(model),
    settings,
    command: entrypoint('webhook-consumer'),
    envFrom: [asEnv(vars), ...environment.django],
    // No shell: its own command line would match.
    probes: readiness({ exec: { command: ['pgrep', '-f', 'python'] } }),
  });
  return owning(part, vars);
});
