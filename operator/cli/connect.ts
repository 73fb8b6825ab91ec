import { HttpCluster } from '../kube/http-cluster.ts';
import { loadConnection } from '../kube/config.ts';
import { HttpTransport } from '../kube/transport.ts';
import type { Cluster } from '../ports/cluster.ts';
import { systemClock } from '../runtime/system.ts';
import { PROGRAM_VERSION } from '../runtime/version.ts';

/** A connection for one command, to be closed when it ends. */
export interface Connected {
  readonly cluster: Cluster;
  close(): void;
}

/** Connects as kubectl would, or as the service account inside a cluster. Throws ERR_CONFIG when no cluster is configured. */
export async function connect(kubeconfig: string | undefined): Promise<Connected> {
  const connection = await loadConnection({ kubeconfig, clock: systemClock, env: process.env });
  const transport = new HttpTransport({ connection, clock: systemClock, version: PROGRAM_VERSION });
  return {
    cluster: new HttpCluster({ transport, clock: systemClock }),
    close: () => {
      transport.close();
    },
  };
}
