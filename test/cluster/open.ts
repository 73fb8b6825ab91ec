import { goVersion } from './artifact.ts';
import { type ClusterOptions, startCluster, type TestCluster } from './cluster.ts';
import { openExisting } from './existing.ts';
import { startK3s } from './k3s.ts';

export { NotAvailable } from './not-available.ts';

/** Where the cluster comes from: an existing one, K3s in a container, or the embedded one. */
export const clusterKind = (): TestCluster['kind'] => {
  const { PLANE_TEST_KUBECONFIG: kubeconfig, PLANE_TEST_K3S: k3s } = process.env;
  if (kubeconfig !== undefined && kubeconfig !== '') return 'existing';
  return k3s === '1' ? 'k3s' : 'embedded';
};

/** Opens the cluster that the environment asks for. */
export async function openCluster(options: ClusterOptions): Promise<TestCluster> {
  switch (clusterKind()) {
    case 'existing':
      return await openExisting(process.env['PLANE_TEST_KUBECONFIG'] ?? '', options);
    case 'k3s':
      return await startK3s(options);
    case 'embedded':
      return await startCluster(options);
  }
}

/** Says why no cluster can be had here, for a suite that then skips itself aloud. */
export function whyNoCluster(): string | undefined {
  if (clusterKind() !== 'embedded') return undefined;
  if (process.platform !== 'linux') return 'the embedded cluster needs Linux';
  try {
    goVersion();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
