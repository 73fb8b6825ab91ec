import { refKey, refOf } from '../api/object.ts';
import type { ObjectRef } from '../api/object.ts';
import type { Observed } from '../observe/observed.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Desired } from './stamp.ts';

/** Kinds that hold data or history: never pruned, whoever owns them. */
const KEPT: ReadonlySet<string> = new Set(['PersistentVolumeClaim', 'ControllerRevision']);

/** What is ours by owner and label, and no longer wanted. */
export function unwanted(
  children: readonly Observed[],
  desired: readonly Desired[],
  owner: string,
): readonly Observed[] {
  const wanted = new Set(desired.map(({ object }) => refKey(refOf(object))));
  return children.filter(
    (child) =>
      child.owner === owner &&
      !child.deleting &&
      !KEPT.has(child.kind) &&
      !wanted.has(refKey(child)),
  );
}

/** Whether an object lets somebody in: nothing that runs needs it, so it goes at once, whatever is not ready. */
export const isWayIn = ({ kind }: Observed): boolean => kind === 'Ingress';

/** Removes objects, each only if it is still the one that was seen. */
export async function prune(
  objects: readonly Observed[],
  cluster: Cluster,
  signal?: AbortSignal,
): Promise<readonly ObjectRef[]> {
  await Promise.all(
    objects.map((object) =>
      cluster.remove(object, { uid: object.uid, ...(signal === undefined ? {} : { signal }) }),
    ),
  );
  return objects;
}
