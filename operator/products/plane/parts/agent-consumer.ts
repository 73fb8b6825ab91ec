import { asEnv, config } from '../../shared/objects.ts';
import { readiness } from '../../shared/probes.ts';
import { entrypoint } from '../context.ts';
import { backendNeeds } from '../model.ts';
import { optional } from '../optional.ts';
import { owning, stateless } from '../workload.ts';

/** Hands work to agents. */
export const agentConsumer = optional('agentConsumer', (context, settings) => {
  const { model, environment } = context;
  const vars = config(model, 'agent-consumer-vars', {
    AGENT_QUEUE_NAME: 'plane.agent',
    AGENT_PREFETCH_COUNT: '10',
  });
  const part = stateless(context, {
    name: 'agent-consumer',
    image: 'backend',
    after: backendNeeds(model),
    settings,
    command: entrypoint('agent-consumer'),
    envFrom: [asEnv(vars), ...environment.django],
    // No shell: its own command line would match.
    probes: readiness({ exec: { command: ['pgrep', '-f', 'python'] } }),
  });
  return owning(part, vars);
});
