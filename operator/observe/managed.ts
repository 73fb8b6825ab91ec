import type { KubeObject, ManagedFields } from '../api/object.ts';

/** The part of an `fieldsV1` tree under a path of plain field names; undefined when nothing there is owned. */
export function ownedUnder(
  fields: Readonly<Record<string, unknown>> | undefined,
  path: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  let tree: unknown = fields;
  for (const name of path) {
    if (typeof tree !== 'object' || tree === null) return undefined;
    tree = (tree as Record<string, unknown>)[`f:${name}`];
  }
  return typeof tree === 'object' && tree !== null ? (tree as Record<string, unknown>) : undefined;
}

/** Entries of managers that write the object itself, not its status. */
export const writers = (object: KubeObject): readonly ManagedFields[] =>
  (object.metadata.managedFields ?? []).filter(({ subresource }) => subresource !== 'status');

/** Names of the labels or annotations that a manager owns. */
export function ownedMetadata(
  object: KubeObject,
  manager: string,
  member: 'labels' | 'annotations',
): readonly string[] {
  return writers(object)
    .filter((entry) => entry.manager === manager)
    .flatMap((entry) => Object.keys(ownedUnder(entry.fieldsV1, ['metadata', member]) ?? {}))
    .filter((key) => key.startsWith('f:'))
    .map((key) => key.slice(2))
    .sort();
}

/** Whether a manager owns `spec.replicas`. */
export const ownsReplicas = (object: KubeObject, manager: string): boolean =>
  writers(object).some(
    (entry) =>
      entry.manager === manager && ownedUnder(entry.fieldsV1, ['spec', 'replicas']) !== undefined,
  );

/** Managers other than ours that own `spec.replicas`: an HPA, kubectl scale, KEDA. */
export const replicasOwners = (object: KubeObject, ours: string): readonly string[] =>
  writers(object)
    .filter(
      ({ manager, fieldsV1 }) =>
        manager !== ours && ownedUnder(fieldsV1, ['spec', 'replicas']) !== undefined,
    )
    .map(({ manager }) => manager);
