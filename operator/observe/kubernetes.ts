import type { KubernetesVersion } from '../model/kubernetes.ts';
import { isApiError } from '../ports/api-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Cluster } from '../ports/cluster.ts';

/** How long an answer holds, in milliseconds: a control plane is upgraded under a running operator. */
const HOLDS = 600_000;

interface Answer {
  readonly version: KubernetesVersion | undefined;
  readonly at: number;
}

/** Answers by the connection that gave them. */
const answers = new WeakMap<Cluster, Answer>();

/** The version of the API server, asked again after ten minutes; undefined where that may not be asked. */
export async function kubernetesVersion(
  cluster: Cluster,
  { now }: Pick<Clock, 'now'>,
): Promise<KubernetesVersion | undefined> {
  const known = answers.get(cluster);
  if (known !== undefined && now() - known.at < HOLDS) return known.version;
  const version = await asked(cluster);
  answers.set(cluster, { version, at: now() });
  return version;
}

async function asked(cluster: Cluster): Promise<KubernetesVersion | undefined> {
  try {
    return await cluster.version();
  } catch (error) {
    if (isApiError(error, 'Forbidden')) return undefined;
    throw error;
  }
}
