import { asEnv, config, secret } from '../../shared/objects.ts';
import { httpProbes } from '../../shared/probes.ts';
import { inside } from '../environment/urls.ts';
import { optional } from '../optional.ts';
import { secretNames } from '../secrets.ts';
import { owning, stateless } from '../workload.ts';

/** Runs scripts that people write for their automations, each bounded in time and memory. */
export const runner = optional('runner', (context, settings) => {
  const { model, inputs } = context;
  const vars = config(model, 'runner-vars', {
    NODE_ENV: 'production',
    PORT: '3000',
    EXECUTION_TIMEOUT_MS: '10000',
    INIT_TIMEOUT_MS: '5000',
    ISOLATE_MEMORY_MB: '128',
    API_BASE_URL: inside(model, 'api'),
    CONTROL_SERVICE_BASE_URL: '',
  });
  const key = secret(model, 'runner-secrets', {
    RUNNER_HMAC_SECRET_KEY: inputs.value(secretNames(model).keys, 'RUNNER_HMAC_SECRET_KEY'),
  });
  const part = stateless(context, {
    name: 'runner',
    image: 'runner',
    after: ['api'],
    settings,
    port: 3000,
    envFrom: [asEnv(vars), asEnv(key)],
    probes: httpProbes('http', { ready: '/health', live: '/health' }),
  });
  return owning(part, vars, key);
});
