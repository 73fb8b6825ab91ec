import { FIELD_MANAGER } from '../api/group.ts';
import { refOf } from '../api/object.ts';
import type { ObjectRef } from '../api/object.ts';
import type { Observed } from '../observe/observed.ts';
import { isApiError } from '../ports/api-error.ts';
import type { ApiError } from '../ports/api-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Cache } from '../observe/cache.ts';
import { driftedFields } from './drift.ts';
import type { DriftedField } from './drift.ts';
import { adapted } from './hand-over.ts';
import type { Memory } from './memory.ts';
import { waves } from './order.ts';
import type { Desired } from './stamp.ts';

/** What applying needs. */
export interface ApplyWorld {
  readonly cluster: Cluster;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly memory: Memory;
}

/** What apply did to one object. */
export interface Change {
  readonly ref: ObjectRef;
  readonly part: string;
  readonly action: 'created' | 'configured' | 'mended';
  readonly drift: readonly DriftedField[];
}

/** What apply did, and what the API server refused. */
export interface ApplyOutcome {
  readonly changes: readonly Change[];
  readonly refused: readonly {
    readonly ref: ObjectRef;
    readonly part: string;
    readonly error: ApiError;
  }[];
}

type Step =
  | { readonly kind: 'done'; readonly change: Change | undefined }
  | { readonly kind: 'refused'; readonly error: ApiError };

/**
 * Applies what is not as desired. A refusal of one object does not keep the others back.
 *
 * *Throws* what the world throws: no connection, conflict, a server that fails. The next pass begins again.
 */
export async function applyAll(
  desired: readonly Desired[],
  world: ApplyWorld,
  signal?: AbortSignal,
): Promise<ApplyOutcome> {
  const changes: Change[] = [];
  const refused: { ref: ObjectRef; part: string; error: ApiError }[] = [];
  for (const wave of waves(desired)) {
    const steps = await Promise.all(wave.map((item) => applyOne(item, world, signal)));
    for (const [index, step] of steps.entries()) {
      const item = wave[index];
      if (item === undefined) continue;
      if (step.kind === 'refused')
        refused.push({ ref: refOf(item.object), part: item.part, error: step.error });
      else if (step.change !== undefined) changes.push(step.change);
    }
  }
  return { changes, refused };
}

async function applyOne(
  item: Desired,
  world: ApplyWorld,
  signal: AbortSignal | undefined,
): Promise<Step> {
  const ref = refOf(item.object);
  const observed = world.cache.get(ref);
  const verdict = world.memory.verdict(
    ref,
    { digest: item.digest, now: world.clock.monotonic() },
    observed,
  );
  if (verdict === 'skip') return { kind: 'done', change: undefined };
  try {
    const change =
      verdict === 'mend'
        ? await mend(item, observed, { world, signal })
        : await send(item, observed, { world, signal });
    return { kind: 'done', change };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    world.memory.forget(ref);
    return { kind: 'refused', error };
  }
}

interface Sending {
  readonly world: ApplyWorld;
  readonly signal: AbortSignal | undefined;
}

async function send(
  item: Desired,
  observed: Observed | undefined,
  { world, signal }: Sending,
): Promise<Change | undefined> {
  const ref = refOf(item.object);
  const meta = await world.cluster.apply(
    await adapted(item, observed, { cluster: world.cluster, signal }),
    {
      manager: FIELD_MANAGER,
      ...(signal === undefined ? {} : { signal }),
    },
  );
  world.memory.remember(ref, {
    digest: item.digest,
    before: observed,
    meta,
    now: world.clock.monotonic(),
  });
  if (meta.resourceVersion === observed?.resourceVersion) return undefined;
  return {
    ref,
    part: item.part,
    action: observed === undefined ? 'created' : 'configured',
    drift: [],
  };
}

/** Looks first, so that whoever changed a field of ours can be named, and then sets it back. */
async function mend(
  item: Desired,
  observed: Observed | undefined,
  { world, signal }: Sending,
): Promise<Change | undefined> {
  const ref = refOf(item.object);
  const live = await world.cluster.read(ref, signal);
  const object = await adapted(item, observed, { cluster: world.cluster, signal });
  const meta = await world.cluster.apply(object, {
    manager: FIELD_MANAGER,
    ...(signal === undefined ? {} : { signal }),
  });
  world.memory.remember(ref, {
    digest: item.digest,
    before: observed,
    meta,
    now: world.clock.monotonic(),
  });
  if (live !== undefined && meta.resourceVersion === live.metadata.resourceVersion)
    return undefined;
  return {
    ref,
    part: item.part,
    action: 'mended',
    drift: live === undefined ? [] : driftedFields(object, live),
  };
}

/** Refusals that trying again at once would not change: the API server, a quota or an admission rule said no. */
export const isRefusal = (error: unknown): error is ApiError =>
  isApiError(error) &&
  ((FINAL.has(error.code) && error.reason !== 'Expired') ||
    // A field that the server does not know is a 500 without a reason when it is applied (seen on 1.31 to 1.33).
    (error.code === 500 && error.message.includes('field not declared in schema')));

const FINAL: ReadonlySet<number> = new Set([400, 403, 404, 413, 422]);
