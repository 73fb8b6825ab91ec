import { fromKubeconfig } from '../../operator/kube/kubeconfig.ts';
import { HttpCluster } from '../../operator/kube/http-cluster.ts';
import { HttpTransport } from '../../operator/kube/transport.ts';
import type { Connection } from '../../operator/kube/connection.ts';
import { systemClock } from '../../operator/runtime/system.ts';
import type { Subject } from './subject.ts';

/** A cluster over HTTP with a namespace of its own, which is not removed: the API server ends with the suite. */
export async function openReal(kubeconfig: string): Promise<Subject & { connection: Connection }> {
  const connection = await fromKubeconfig({ file: kubeconfig, clock: systemClock });
  const transport = new HttpTransport({ connection, clock: systemClock, version: 'test' });
  const cluster = new HttpCluster({ transport, clock: systemClock });
  const { metadata } = await cluster.create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: `contract-${Date.now().toString(36)}` },
  });
  return {
    cluster,
    namespace: metadata.name,
    connection,
    close: () => {
      transport.close();
      return Promise.resolve();
    },
  };
}
