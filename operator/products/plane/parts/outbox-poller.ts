import { asEnv, config } from '../../shared/objects.ts';
import { entrypoint } from '../context.ts';
import { backendNeeds } from '../model.ts';
import { optional } from '../optional.ts';
import { memoryLimit, owning, stateless } from '../workload.ts';

const MEBIBYTE = 1024n * 1024n;

/** Tells the broker what changed in the database: automations and webhooks begin here. */
export const outboxPoller = optional('outboxPoller', (context, settings) => {
  const { model, environment } = context;
  const memory = memoryLimit(context, 'outbox-poller', settings?.resources);
  const vars = config(model, 'outbox-poller-vars', {
    // The vendor's 400 of the 1000 that its limit allows, kept in proportion: above it the poller starts itself anew.
    OUTBOX_POLLER_MEMORY_LIMIT_MB: String((memory * 2n) / 5n / MEBIBYTE),
    OUTBOX_POLLER_INTERVAL_MIN: '0.25',
    OUTBOX_POLLER_INTERVAL_MAX: '2',
    OUTBOX_POLLER_BATCH_SIZE: '250',
    OUTBOX_POLLER_MEMORY_CHECK_INTERVAL: '30',
    OUTBOX_POLLER_POOL_SIZE: '4',
    OUTBOX_POLLER_POOL_MIN_SIZE: '2',
    OUTBOX_POLLER_POOL_MAX_SIZE: '10',
    OUTBOX_POLLER_POOL_TIMEOUT: '30.0',
    OUTBOX_POLLER_POOL_MAX_IDLE: '300.0',
    OUTBOX_POLLER_POOL_MAX_LIFETIME: '3600',
    OUTBOX_POLLER_POOL_RECONNECT_TIMEOUT: '5.0',
    OUTBOX_POLLER_POOL_HEALTH_CHECK_INTERVAL: '60',
  });
  const { appVars, appSecrets } = environment.sets;
  const part = stateless(context, {
    name: 'outbox-poller',
    image: 'backend',
    after: backendNeeds(model),
    settings,
    command: entrypoint('outbox-poller'),
    envFrom: [asEnv(vars), appVars, appSecrets],
  });
  return owning(part, vars);
});
