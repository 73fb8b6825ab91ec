import type { Desired } from './stamp.ts';

/** Kinds that must be there before those of the next line: what pods mount, what resolves, what runs, what lets people in. */
const RANKS: readonly (readonly string[])[] = [
  ['ServiceAccount', 'Secret', 'ConfigMap', 'PersistentVolumeClaim', 'Certificate'],
  ['Service'],
  ['StatefulSet', 'Deployment', 'Job'],
];

const rank = (kind: string): number => {
  const found = RANKS.findIndex((kinds) => kinds.includes(kind));
  return found === -1 ? RANKS.length : found;
};

/** Groups of objects that may be applied at once, in order. */
export function waves(objects: readonly Desired[]): readonly (readonly Desired[])[] {
  const groups = Array.from({ length: RANKS.length + 1 }, (_, index) =>
    objects.filter(({ object }) => rank(object.kind) === index),
  );
  return groups.filter((group) => group.length > 0);
}
