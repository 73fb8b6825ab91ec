import type { Clock } from '../ports/clock.ts';
import type { Connection } from './connection.ts';
import { inCluster } from './in-cluster.ts';

/** How the API server is found. */
export interface ConfigOptions {
  /** Path of a kubeconfig; when left out, the service account inside a pod and else the default. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Finds the API server: the kubeconfig given, else the service account, else the default kubeconfig. Throws ERR_CONFIG. */
export async function loadConnection(options: ConfigOptions): Promise<Connection> {
  const { kubeconfig, context, clock, env } = options;
  if (kubeconfig === undefined && env['KUBERNETES_SERVICE_HOST'] !== undefined)
    return inCluster({ env, clock });
  const { fromKubeconfig } = await import('./kubeconfig.ts');
  return fromKubeconfig({
    clock,
    ...(kubeconfig === undefined ? {} : { file: kubeconfig }),
    ...(context === undefined ? {} : { context }),
  });
}
