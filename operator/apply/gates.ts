import { INSTALLATION_LABEL } from '../api/group.ts';
import { refOf } from '../api/object.ts';
import type { Cache } from '../observe/cache.ts';
import type { Observed } from '../observe/observed.ts';
import type { PodFact } from '../observe/pod.ts';
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

/** Parts held back for a reason of their own, by name. */
type Held = ReadonlyMap<string, string>;

/** State of every part: what is current and healthy, what is becoming so, what waits for another part. */
export function partStates(
  parts: readonly StampedPart[],
  cache: Cache,
  held: Held = new Map(),
): readonly PartState[] {
  const states = new Map<string, PartState>();
  for (const stamped of parts)
    states.set(stamped.part.name, partState(stamped, cache, { states, held }));
  return [...states.values()];
}

function partState(
  { part, desired }: StampedPart,
  cache: Cache,
  before: { readonly states: ReadonlyMap<string, PartState>; readonly held: Held },
): PartState {
  const seen = desired.map(({ object, digest }) => ({
    kind: object.kind,
    digest,
    observed: cache.get(refOf(object)),
  }));
  const isCurrent = seen.every(
    ({ observed, digest }) => observed?.desired === digest && !observed.deleting,
  );
  const waitsFor = part.after.filter((name) => before.states.get(name)?.state !== 'Ready');
  const base = {
    name: part.name,
    waitsFor: [],
    ...workloadOf(seen, podsOf(part.name, desired, cache)),
  };
  // A part whose objects already are what we want is mended whatever else waits.
  if (!isCurrent && waitsFor.length > 0)
    return { ...base, state: 'Held', waitsFor, message: `waits for ${waitsFor.join(', ')}` };
  const kept = before.held.get(part.name);
  if (!isCurrent && kept !== undefined) return { ...base, state: 'Held', message: kept };
  const worst = WORST.map((state) =>
    seen.find(({ observed }) => observed?.health.state === state),
  ).find((found) => found !== undefined);
  if (worst?.observed?.health.state === 'failed')
    return { ...base, state: 'Failed', message: said(worst) };
  if (!isCurrent) return { ...base, state: 'Progressing', message: 'being applied' };
  if (worst !== undefined) return { ...base, state: 'Progressing', message: said(worst) };
  return { ...base, state: 'Ready', message: '' };
}

const podsOf = (part: string, [first]: readonly Desired[], cache: Cache): readonly PodFact[] => {
  const { namespace = '', labels = {} } = first?.object.metadata ?? {};
  const pods = cache.pods(namespace, labels[INSTALLATION_LABEL] ?? '');
  return pods.filter((pod) => pod.part === part);
};

interface Seen {
  readonly kind: string;
  readonly observed: Observed | undefined;
}

const WORST = ['failed', 'progressing'] as const;

const said = ({ kind, observed }: Seen): string => `${kind}: ${observed?.health.message ?? ''}`;

/** The object that stands for a part in status, and its pods. */
function workloadOf(
  seen: readonly Seen[],
  pods: readonly PodFact[],
): Pick<PartState, 'kind' | 'pods'> {
  const withPods = seen.find(({ observed }) => observed?.health.pods !== undefined);
  const workload = withPods ?? seen.find(({ kind }) => WORKLOADS.has(kind));
  if (workload === undefined) return { kind: undefined, pods: undefined };
  const { kind, observed } = workload;
  const counted = observed?.health.pods;
  return { kind, pods: kind === 'StatefulSet' ? standing(counted, pods) : counted };
}

/** Pods of a StatefulSet serve on while it is made anew around them, and counts none. */
function standing(counted: PartState['pods'], pods: readonly PodFact[]): PartState['pods'] {
  const ready = pods.filter((pod) => pod.ready && pod.deadline === undefined).length;
  if (ready <= (counted?.ready ?? 0)) return counted;
  return { desired: counted?.desired ?? ready, ready };
}

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'Job']);
