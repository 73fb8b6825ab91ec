import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { K3sContainer } from '@testcontainers/k3s';
import type { ClusterOptions, TestCluster } from './cluster.ts';
import { openExisting } from './existing.ts';
import { PATCHES } from './versions.ts';

/** Starts K3s in a container, for machines with Docker; `PLANE_TEST_K3S_IMAGE` names a mirror's. */
export async function startK3s(options: ClusterOptions): Promise<TestCluster> {
  const image =
    process.env['PLANE_TEST_K3S_IMAGE'] ?? `rancher/k3s:v${PATCHES[options.minor]}-k3s1`;
  const container = await new K3sContainer(image).start();
  const dir = await mkdtemp(join(tmpdir(), `plane-cluster-${process.pid}-`));
  const kubeconfig = join(dir, 'k3s.yaml');
  const stop = async (): Promise<void> => {
    await container.stop();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await writeFile(kubeconfig, container.getKubeConfig(), { mode: 0o600 });
    return await openExisting(kubeconfig, options, { kind: 'k3s', stop });
  } catch (error) {
    await stop();
    throw error;
  }
}
