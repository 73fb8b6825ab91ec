import { VOLUME_MANAGER } from '../api/group.ts';
import { KINDS, ref } from '../api/kinds.ts';
import { refKey, refOf } from '../api/object.ts';
import type { KubeObject, ObjectRef } from '../api/object.ts';
import { compareQuantities } from '../api/quantity.ts';
import { templateSizes } from '../observe/claim.ts';
import type { Observed } from '../observe/observed.ts';
import { isApiError } from '../ports/api-error.ts';
import { isRefusal } from './apply.ts';
import type { ApplyOutcome, ApplyWorld } from './apply.ts';
import type { Desired } from './stamp.ts';

/** A claim that asks for more than before. */
export interface Grown {
  readonly ref: ObjectRef;
  readonly from: string;
  readonly to: string;
}

/** What was done so that volumes have the size that is wanted. */
export interface VolumeOutcome {
  readonly grown: readonly Grown[];
  readonly refused: ApplyOutcome['refused'];
  /** StatefulSets that are not to be applied in this pass, as `refKey`: they are going, or their claims could not grow. */
  readonly held: ReadonlySet<string>;
}

/** What one StatefulSet came to. */
interface Step {
  readonly grown: readonly Grown[];
  readonly refused: ApplyOutcome['refused'];
  readonly isHeld: boolean;
}

const NOTHING: Step = { grown: [], refused: [], isHeld: false };
const HELD: Step = { ...NOTHING, isHeld: true };

/**
 * Lets claims grow, then removes each StatefulSet whose claim templates say another size, and leaves
 * its pods: templates are final, and the set that the next pass applies adopts them without a restart.
 *
 * *Guarantees*: may be cut off between any two requests; what it does next is read from what is there.
 */
export async function growVolumes(
  desired: readonly Desired[],
  world: ApplyWorld,
  signal?: AbortSignal,
): Promise<VolumeOutcome> {
  const sets = desired.filter(({ object }) => object.kind === 'StatefulSet');
  const steps = await Promise.all(sets.map((set) => growOne(set, world, signal)));
  return {
    grown: steps.flatMap(({ grown }) => grown),
    refused: steps.flatMap(({ refused }) => refused),
    held: new Set(
      sets.flatMap(({ object }, index) =>
        steps[index]?.isHeld === true ? [refKey(refOf(object))] : [],
      ),
    ),
  };
}

async function growOne(
  { object, part }: Desired,
  world: ApplyWorld,
  signal: AbortSignal | undefined,
): Promise<Step> {
  const set = refOf(object);
  const seen = world.cache.get(set);
  // Once it is gone, the watch calls the pass that makes it again.
  if (seen?.deleting === true) return HELD;
  const grown: Grown[] = [];
  let at: ObjectRef = set;
  try {
    for (const { claim, from, to } of tooSmall(object, world)) {
      at = claim;
      await world.cluster.apply(grownClaim(claim, to), {
        manager: VOLUME_MANAGER,
        ...(signal === undefined ? {} : { signal }),
      });
      grown.push({ ref: claim, from, to });
    }
    at = set;
    const isHeld = seen !== undefined && isOtherwise(object, seen);
    if (isHeld) await orphan(seen, world, signal);
    return { ...NOTHING, grown, isHeld };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { grown, refused: [{ ref: at, part, error }], isHeld: true };
  }
}

interface TooSmall {
  readonly claim: Observed;
  readonly from: string;
  readonly to: string;
}

/** Claims of a StatefulSet's pods that exist and ask for less than its templates. */
function* tooSmall(object: KubeObject, { cache }: ApplyWorld): Iterable<TooSmall> {
  for (const { name, to } of claimsOf(object)) {
    const claim = cache.get(ref(KINDS.PersistentVolumeClaim, name, object.metadata.namespace));
    const from = claim?.claim?.requested;
    if (claim === undefined || claim.deleting || from === undefined) continue;
    if ((compareQuantities(from, to) ?? 0) < 0) yield { claim, from, to };
  }
}

/** Names of the claims of a StatefulSet's pods, and the size that they shall have. */
function claimsOf(object: KubeObject): readonly { readonly name: string; readonly to: string }[] {
  const { replicas = 1 } = object['spec'] as { readonly replicas?: number };
  const ordinals = Array.from({ length: replicas }, (_, ordinal) => ordinal);
  return Object.entries(templateSizes(object)).flatMap(([template, to]) =>
    ordinals.map((ordinal) => ({ name: `${template}-${object.metadata.name}-${ordinal}`, to })),
  );
}

/** The size and nothing else, and only if it still is that claim. */
const grownClaim = ({ name, namespace, uid }: TooSmall['claim'], storage: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid },
  spec: { resources: { requests: { storage } } },
});

const isOtherwise = (object: KubeObject, { templates = {} }: Observed): boolean =>
  Object.entries(templateSizes(object)).some(
    ([name, size]) => (compareQuantities(templates[name], size) ?? 0) !== 0,
  );

async function orphan(
  seen: Observed,
  { cluster, memory }: ApplyWorld,
  signal: AbortSignal | undefined,
): Promise<void> {
  memory.forget(seen);
  try {
    await cluster.remove(seen, {
      uid: seen.uid,
      propagation: 'Orphan',
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    // Another one of the name is there already: the watch will show it.
    if (!isApiError(error, 'Conflict')) throw error;
  }
}
