import type { Finding } from '../api/finding.ts';
import { KINDS, ref } from '../api/kinds.ts';
import type { KubeObject } from '../api/object.ts';
import type { PodFact } from '../observe/pod.ts';
import { isApiError } from '../ports/api-error.ts';
import type { World } from './world.ts';

/** Milliseconds past its deadline after which a pod counts as stuck: a slow unmount takes some. */
const PATIENCE = 30_000;
/** How often a stuck pod's node is read, in milliseconds. */
const RECHECK = 60_000;

/** What was found, and when to look again, in milliseconds; undefined while nothing is stuck. */
export interface LostNodes {
  readonly findings: readonly Finding[];
  readonly againMs: number | undefined;
}

/**
 * Pods that hold a volume and do not end because their node is lost: nobody else may start them.
 *
 * Nodes are not watched. A node is read when, and only while, such a pod is past its deadline.
 */
export async function lostNodes(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { cluster, cache, clock }: Pick<World, 'cluster' | 'cache' | 'clock'>,
): Promise<LostNodes> {
  const ending = cache
    .pods(namespace, name)
    .filter(({ holdsVolume, deadline }) => holdsVolume && deadline !== undefined);
  const left = (pod: PodFact): number => Date.parse(pod.deadline ?? '') + PATIENCE - clock.now();
  const stuck = ending.filter((pod) => left(pod) <= 0);
  const findings = await Promise.all(stuck.map((pod) => judge(pod, cluster)));
  const waits = [
    ...ending.map(left).filter((milliseconds) => milliseconds > 0),
    ...(stuck.length > 0 ? [RECHECK] : []),
  ];
  return {
    findings: findings.filter((found) => found !== undefined),
    againMs: waits.length === 0 ? undefined : Math.min(...waits),
  };
}

async function judge(
  pod: PodFact,
  cluster: Pick<World['cluster'], 'read'>,
): Promise<Finding | undefined> {
  const { namespace, name, node, deadline = '', part = '' } = pod;
  if (node === undefined) return undefined;
  const state = await stateOf(node, cluster);
  if (state === undefined) return undefined;
  return {
    severity: 'wait',
    rule: 'NodeLost',
    path: 'status.components',
    message: `pod "${name}" should have ended by ${deadline}; its node "${node}" ${state}, so its volume stays there and ${part} cannot start anywhere else`,
    fix: `bring the node back; or, when its machine is certainly off, type: kubectl taint nodes ${node} node.kubernetes.io/out-of-service=nodeshutdown:NoExecute; or for this pod alone: kubectl -n ${namespace} delete pod ${name} --force --grace-period=0`,
  };
}

/** What is wrong with a node, in words; undefined for one that is ready. */
async function stateOf(
  name: string,
  cluster: Pick<World['cluster'], 'read'>,
): Promise<string | undefined> {
  try {
    const node = await cluster.read(ref(KINDS.Node, name));
    return node === undefined ? 'does not exist any more' : troubleOf(node);
  } catch (error) {
    if (!isApiError(error, 'Forbidden')) throw error;
    return 'may be lost, which the operator has no right to see';
  }
}

function troubleOf(node: KubeObject): string | undefined {
  const { taints = [] } = (node['spec'] ?? {}) as {
    readonly taints?: readonly { readonly key: string }[];
  };
  if (taints.some(({ key }) => key === 'node.kubernetes.io/out-of-service'))
    return 'is tainted as out of service, and the cluster is about to free the volume';
  const { conditions = [] } = (node['status'] ?? {}) as {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  const ready = conditions.find(({ type }) => type === 'Ready')?.status ?? 'Unknown';
  return ready === 'True' ? undefined : `is not ready (Ready=${ready})`;
}
