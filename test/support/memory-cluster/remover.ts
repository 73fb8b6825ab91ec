import { refOf } from '../../../operator/api/object.ts';
import type { KubeObject, ObjectMeta, ObjectRef } from '../../../operator/api/object.ts';
import type { RemoveOptions } from '../../../operator/ports/cluster.ts';
import { deleteConflict } from './answers.ts';
import { timestamp } from './writer.ts';
import type { World } from './writer.ts';

export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

/** Deletes an object, or marks it when something holds it back (registry/store.go, Delete). */
export function remove(
  world: World,
  ref: ObjectRef,
  options: RemoveOptions = {},
): 'removed' | 'absent' {
  const live = world.store.get(ref);
  if (live === undefined) return 'absent';
  refuse(live, options);
  const finalizers = finalizersFor(live.metadata, options.propagation);
  if (finalizers.length === 0 && live.kind !== 'Namespace') {
    world.store.drop(ref);
    return 'removed';
  }
  const marked = mark(live, finalizers, timestamp(world.clock));
  if (marked !== undefined) world.store.put(marked);
  return 'removed';
}

function refuse(live: KubeObject, { uid, resourceVersion }: RemoveOptions): void {
  const ref = refOf(live);
  if (uid !== undefined && uid !== live.metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${live.metadata.uid ?? ''}). The object might have been deleted and then recreated`;
    throw deleteConflict(ref, why);
  }
  const version = live.metadata.resourceVersion ?? '';
  if (resourceVersion !== undefined && resourceVersion !== version) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${version}). The object might have been modified`;
    throw deleteConflict(ref, why);
  }
}

/** The propagation policy is kept as a finalizer for the garbage collector. */
function finalizersFor(
  { finalizers = [] }: ObjectMeta,
  propagation: RemoveOptions['propagation'],
): readonly string[] {
  const others = finalizers.filter((name) => name !== FOREGROUND && name !== ORPHAN);
  if (propagation === 'Foreground') return [...others, FOREGROUND];
  return propagation === 'Orphan' ? [...others, ORPHAN] : others;
}

/** Undefined when the object is marked already in just this way. */
function mark(
  live: KubeObject,
  finalizers: readonly string[],
  now: string,
): KubeObject | undefined {
  const { deletionTimestamp, generation } = live.metadata;
  const isFirst = deletionTimestamp === undefined;
  const before = live.metadata.finalizers ?? [];
  if (!isFirst && before.join() === finalizers.join()) return undefined;
  const metadata = {
    ...live.metadata,
    ...(finalizers.length === 0 ? {} : { finalizers }),
    deletionTimestamp: deletionTimestamp ?? now,
    deletionGracePeriodSeconds: 0,
    ...(generation === undefined || !isFirst ? {} : { generation: generation + 1 }),
  };
  const going = live.kind === 'Namespace' ? { status: { phase: 'Terminating' } } : {};
  return { ...live, metadata, ...going };
}
