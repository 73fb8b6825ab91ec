import { refOf } from '../api/object.ts';
import type { Cache } from '../observe/cache.ts';
import type { Part } from '../products/product.ts';
import type { Desired } from './stamp.ts';

/** How far one part is, as the cache shows it. */
export interface PartState {
  readonly name: string;
  readonly state: 'Ready' | 'Progressing' | 'Held' | 'Failed';
  /** Parts that it waits for, when held. */
  readonly waitsFor: readonly string[];
  readonly message: string;
  readonly kind: string | undefined;
  readonly pods: { readonly desired: number; readonly ready: number } | undefined;
}

/** A part with its stamped objects. */
export interface StampedPart {
  readonly part: Part;
  readonly desired: readonly Desired[];
}

/** State of every part: what is current and healthy, what is becoming so, what waits for another part. */
export function partStates(parts: readonly StampedPart[], cache: Cache): readonly PartState[] {
  const states = new Map<string, PartState>();
  for (const stamped of parts) states.set(stamped.part.name, partState(stamped, cache, states));
  return [...states.values()];
}

function partState(
  { part, desired }: StampedPart,
  cache: Cache,
  before: ReadonlyMap<string, PartState>,
): PartState {
  const seen = desired.map(({ object, digest }) => ({
    kind: object.kind,
    digest,
    observed: cache.get(refOf(object)),
  }));
  const workload =
    seen.find(({ observed }) => observed?.health.pods !== undefined) ??
    seen.find(({ kind }) => WORKLOADS.has(kind));
  const base = { name: part.name, kind: workload?.kind, pods: workload?.observed?.health.pods };
  const waitsFor = part.after.filter((name) => before.get(name)?.state !== 'Ready');
  const isCurrent = seen.every(
    ({ observed, digest }) => observed?.desired === digest && !observed.deleting,
  );
  if (!isCurrent && waitsFor.length > 0)
    return { ...base, state: 'Held', waitsFor, message: `waits for ${waitsFor.join(', ')}` };
  const failed = seen.find(({ observed }) => observed?.health.state === 'failed');
  if (failed !== undefined)
    return {
      ...base,
      state: 'Failed',
      waitsFor: [],
      message: `${failed.kind}: ${failed.observed?.health.message ?? ''}`,
    };
  if (!isCurrent) return { ...base, state: 'Progressing', waitsFor: [], message: 'being applied' };
  const slow = seen.find(({ observed }) => observed?.health.state !== 'ready');
  if (slow !== undefined)
    return {
      ...base,
      state: 'Progressing',
      waitsFor: [],
      message: `${slow.kind}: ${slow.observed?.health.message ?? ''}`,
    };
  return { ...base, state: 'Ready', waitsFor: [], message: '' };
}

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'Job']);
