import { FIELD_MANAGER, HANDOVER_MANAGER } from '../api/group.ts';
import { refOf } from '../api/object.ts';
import type { KubeObject } from '../api/object.ts';
import { ownsReplicas, replicasOwners } from '../observe/managed.ts';
import type { Observed } from '../observe/observed.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Desired } from './stamp.ts';

interface Applying {
  readonly cluster: Cluster;
  readonly signal: AbortSignal | undefined;
}

/**
 * The object as it has to be applied so that the number of pods stays with whom it belongs to.
 *
 * A field that its only owner leaves out of an apply falls back to its default, which for `replicas` is 1. So a
 * number of ours that becomes somebody else's is first applied once more, as it stands, under a manager that never
 * writes again; then it may be left out. Whoever writes it next (an HPA, `kubectl scale`) takes it from that manager.
 * An operator that dies in between leaves two owners of the same number, and begins anew.
 */
export async function adapted(
  item: Desired,
  observed: Observed | undefined,
  world: Applying,
): Promise<KubeObject> {
  const { object, scale } = item;
  if (!hasPods(object) || scale === 'asked') return object;
  if (scale === 'suggested' && observed === undefined) return object;
  // The watch may be behind our own last write or somebody's, and then would not tell whose the number is.
  const live = await world.cluster.read(refOf(object), world.signal);
  if (live === undefined) return object;
  if (scale === 'suggested') return isOthers(live) ? withoutReplicas(object) : object;
  await handOver(live, world);
  return withoutReplicas(object);
}

/** Whether somebody else has the number alone: one that we share is the same as ours, and ours to change. */
const isOthers = (live: KubeObject): boolean =>
  !ownsReplicas(live, FIELD_MANAGER) && replicasOwners(live, FIELD_MANAGER).length > 0;

async function handOver(live: KubeObject, { cluster, signal }: Applying): Promise<void> {
  if (!ownsReplicas(live, FIELD_MANAGER) || replicasOwners(live, FIELD_MANAGER).length > 0) return;
  await cluster.apply(numberOf(live), {
    manager: HANDOVER_MANAGER,
    ...(signal === undefined ? {} : { signal }),
  });
}

const hasPods = ({ kind }: KubeObject): boolean => kind === 'Deployment';

function withoutReplicas(object: KubeObject): KubeObject {
  const { spec } = object;
  if (typeof spec !== 'object' || spec === null || !('replicas' in spec)) return object;
  const { replicas: _, ...rest } = spec;
  return { ...object, spec: rest };
}

/** The uid makes the apply fail where the object is another one by now. */
function numberOf({ apiVersion, kind, metadata, ...rest }: KubeObject): KubeObject {
  const { name, namespace, uid } = metadata;
  const { replicas } = rest['spec'] as { readonly replicas?: number };
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
    },
    spec: { replicas },
  };
}
