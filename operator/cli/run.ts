import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

import { loadConnection } from '../kube/config.ts';
import type { Product } from '../products/product.ts';
import { parseConfig } from '../runtime/config.ts';
import { createLog } from '../runtime/log.ts';
import { manage } from '../runtime/manager.ts';
import { systemClock } from '../runtime/system.ts';

/** After a second signal, or this many milliseconds after the first, the process ends whatever it does. */
const PATIENCE = 28_000;

/** `run`: the operator, until SIGTERM or SIGINT. */
export async function run(
  options: Readonly<Record<string, string | boolean | undefined>>,
  products: readonly Product[],
): Promise<number> {
  const { kubeconfig } = options;
  const config = parseConfig({
    watchNamespaces: options['watchNamespaces'] ?? '',
    namespace: options['namespace'] ?? '',
    identity: options['identity'] ?? `${hostname()}_${randomUUID()}`,
    logLevel: options['logLevel'] ?? 'info',
    port: options['port'] ?? '8080',
    host: options['host'] ?? '0.0.0.0',
    workers: options['workers'] ?? '4',
    leaderElection: options['leaderElection'] ?? true,
  });
  const log = createLog(config.logLevel);
  const connection = await loadConnection({
    kubeconfig: typeof kubeconfig === 'string' ? kubeconfig : undefined,
    clock: systemClock,
    env: process.env,
  });
  await manage({ connection, config, log, products }, stopSignal());
  log.info('stopped');
  return 0;
}

/** Aborts at the first SIGTERM or SIGINT; a second one, or patience at its end, ends the process. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort(new Error('the process was asked to stop'));
    setTimeout(() => process.exit(1), PATIENCE).unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return controller.signal;
}
