import type { KubeObject, OwnerReference } from '../../../../operator/api/object.ts';
import { FOREGROUND, ORPHAN } from '../remover.ts';
import type { Hands } from './hands.ts';

/** One round of the garbage collector (pkg/controller/garbagecollector). */
export function collectGarbage(hands: Hands): void {
  for (const object of hands.world.store.list()) {
    const { finalizers = [], deletionTimestamp } = object.metadata;
    if (deletionTimestamp === undefined) tend(hands, object);
    else if (finalizers.includes(ORPHAN)) orphan(hands, object);
    else if (finalizers.includes(FOREGROUND)) deleteDependents(hands, object);
  }
}

/** An object goes when none of its owners is left; owners that are gone are forgotten. */
function tend(hands: Hands, object: KubeObject): void {
  const owners = object.metadata.ownerReferences ?? [];
  const solid = owners.filter((owner) => ownerOf(hands, object, owner) !== undefined);
  if (solid.length === owners.length) return;
  if (solid.length === 0) hands.delete(object);
  else hands.update(object, { metadata: { ...object.metadata, ownerReferences: solid } });
}

/** Owners are looked for in the object's own namespace, then among cluster-scoped objects. */
function ownerOf(hands: Hands, object: KubeObject, owner: OwnerReference): KubeObject | undefined {
  const candidates = [
    hands.find(owner.kind, object.metadata.namespace, owner.name),
    hands.find(owner.kind, undefined, owner.name),
  ];
  return candidates.find((candidate) => candidate?.metadata.uid === owner.uid);
}

const dependentsOf = (hands: Hands, owner: KubeObject): readonly KubeObject[] =>
  hands.world.store
    .list()
    .filter((object) =>
      object.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid),
    );

function orphan(hands: Hands, owner: KubeObject): void {
  for (const dependent of dependentsOf(hands, owner)) {
    const ownerReferences = (dependent.metadata.ownerReferences ?? []).filter(
      ({ uid }) => uid !== owner.metadata.uid,
    );
    hands.update(dependent, { metadata: { ...dependent.metadata, ownerReferences } });
  }
  withoutFinalizer(hands, owner, ORPHAN);
}

function deleteDependents(hands: Hands, owner: KubeObject): void {
  const isBlocking = (dependent: KubeObject): boolean =>
    (dependent.metadata.ownerReferences ?? []).some(
      ({ uid, blockOwnerDeletion }) => uid === owner.metadata.uid && blockOwnerDeletion === true,
    );
  for (const dependent of dependentsOf(hands, owner)) {
    if (dependent.metadata.deletionTimestamp === undefined) hands.delete(dependent);
  }
  if (!dependentsOf(hands, owner).some(isBlocking)) withoutFinalizer(hands, owner, FOREGROUND);
}

function withoutFinalizer(hands: Hands, object: KubeObject, finalizer: string): void {
  const finalizers = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer);
  hands.update(object, { metadata: { ...object.metadata, finalizers } });
}
