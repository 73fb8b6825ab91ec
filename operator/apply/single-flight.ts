import { refKey, refOf } from '../api/object.ts';
import type { Observed } from '../observe/observed.ts';
import type { Desired } from './stamp.ts';

/** Jobs of earlier settings that stand in the way of new ones. */
export interface Earlier {
  /** Parts that must not begin yet, and why. */
  readonly held: ReadonlyMap<string, string>;
  /** Jobs whose pod does not run: a wrong image or a full node would keep them there for ever. */
  readonly superseded: readonly Observed[];
}

/**
 * Finds what keeps Jobs single: of one part no two may run at once, and two migrations of one database must not. A
 * Job under way ends first; one that has not begun is removed, and the new one comes when it is gone.
 */
export function earlierJobs(
  desired: readonly Desired[],
  children: readonly Observed[],
  owner: string,
): Earlier {
  const wanted = new Set(desired.map(({ object }) => refKey(refOf(object))));
  const parts = new Set(
    desired.filter(({ object }) => object.kind === 'Job').map(({ part }) => part),
  );
  const open = children.filter(
    (child) =>
      child.kind === 'Job' &&
      child.owner === owner &&
      child.part !== undefined &&
      parts.has(child.part) &&
      child.health.state === 'progressing' &&
      !wanted.has(refKey(child)),
  );
  return {
    held: new Map(
      open.map(({ part = '', name }) => [part, `waits for the earlier Job ${name} to end`]),
    ),
    superseded: open.filter(({ health, deleting }) => health.runs !== true && !deleting),
  };
}
