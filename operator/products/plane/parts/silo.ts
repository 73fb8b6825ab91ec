import { asEnv } from '../../shared/objects.ts';
import { httpProbes } from '../../shared/probes.ts';
import { siloVars } from '../environment/silo.ts';
import { backendNeeds } from '../model.ts';
import { optional } from '../optional.ts';
import { owning, stateless } from '../workload.ts';

/** Integrations with other products, and imports from them. */
export const silo = optional('silo', (context, settings) => {
  const { model, environment } = context;
  const vars = siloVars(model);
  const part = stateless(context, {
    name: 'silo',
    image: 'silo',
    after: ['api', ...backendNeeds(model), 'monitor'],
    settings,
    port: 3000,
    envFrom: [asEnv(vars), ...environment.silo, environment.sets.docStore],
    // The second answers 201, which counts as success.
    probes: httpProbes('http', { ready: '/silo/health/check-db', live: '/silo/health/' }),
  });
  return owning(part, vars);
});
