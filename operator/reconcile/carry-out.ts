import type { Finding } from '../api/finding.ts';
import { refKey, refOf } from '../api/object.ts';
import { accept } from '../apply/accept.ts';
import type { AcceptedRecord } from '../apply/accept.ts';
import { applyAll } from '../apply/apply.ts';
import type { ApplyOutcome } from '../apply/apply.ts';
import { foreignObjects } from '../apply/foreign.ts';
import { partStates } from '../apply/gates.ts';
import type { PartState, StampedPart } from '../apply/gates.ts';
import { ensureGenerated } from '../apply/generated.ts';
import { isWayIn, prune, unwanted } from '../apply/prune.ts';
import { earlierJobs } from '../apply/single-flight.ts';
import { stamp } from '../apply/stamp.ts';
import { growVolumes } from '../apply/volumes.ts';
import { digest } from '../lib/digest.ts';
import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import type { Observed } from '../observe/observed.ts';
import type { AcceptedSpec } from '../preflight/accepted.ts';
import { claimsOf } from '../preflight/gather.ts';
import type { SignedLicense } from '../preflight/license.ts';
import { heldLicense } from '../model/names.ts';
import type { Part } from '../products/product.ts';
import { seedsKept } from '../preflight/rules/seeds.ts';
import type { Tended } from '../status/report.ts';
import type { Candidate } from './candidate.ts';
import { inputsOf } from './candidate.ts';
import { tellAccepted, tellChanges, tellGrown, tellPruned } from './tell.ts';
import type { Mind, World } from './world.ts';

/** What carrying out needs beside the candidate. */
export interface Carrying {
  readonly world: World;
  readonly mind: Mind;
  readonly generation: number;
  readonly signal: AbortSignal | undefined;
}

/** What came of it: what is tended now, and what the API server refused. */
export interface Carried {
  readonly tended: Tended;
  readonly findings: readonly Finding[];
}

/** Makes it so: secrets, objects, record, apply, prune. Refuses before the first object when a name is taken. */
export async function carryOut(
  candidate: Candidate,
  carrying: Carrying,
): Promise<Result<Carried, readonly Finding[]>> {
  const { world, mind } = carrying;
  const rendered = await render(candidate, world);
  const desired = rendered.parts.flatMap((part) => part.desired);
  const taken = await foreignObjects(desired, { ...world, cleared: mind.cleared });
  if (taken.length > 0) return no(taken);

  const latest = mind.accepted ?? undefined;
  const record = {
    ...acceptedSpec(candidate, rendered, carrying.generation),
    ...seedsOf(candidate, latest),
  };
  mind.accepted = await accept(candidate.model, record, { world, latest });
  if (latest?.accepted.generation !== carrying.generation)
    tellAccepted(candidate.model, carrying.generation, world);

  const { states, refused } = await makeSo(candidate, rendered.parts, carrying);
  return ok({
    tended: {
      generation: carrying.generation,
      version: candidate.spec.version,
      parts: states,
      inventory: record.inventory,
      advice: candidate.product.advice(candidate.model),
    },
    findings: refused.map(refusal),
  });
}

const isAutoscaler = ({ kind }: Observed): boolean => kind === 'HorizontalPodAutoscaler';

interface Made {
  readonly states: readonly PartState[];
  readonly refused: ApplyOutcome['refused'];
}

/** Applies what is not held back. Removes what is not wanted once everything else is as it should be, a way in at once. */
async function makeSo(
  candidate: Candidate,
  parts: readonly StampedPart[],
  carrying: Carrying,
): Promise<Made> {
  const { model } = candidate;
  const { world, mind, signal } = carrying;
  const desired = parts.flatMap((part) => part.desired);
  const children = (): readonly Observed[] => world.cache.children(model.namespace, model.name);
  const earlier = earlierJobs(desired, children(), model.uid);
  await clear(earlier.superseded, model, carrying);
  // Before a number of pods becomes ours: the autoscaler would go on setting its own. And nobody needs a way in.
  const gone = unwanted(children(), desired, model.uid).filter(
    (child) => isAutoscaler(child) || isWayIn(child),
  );
  await clear(gone, model, carrying);
  const held = new Set(
    partStates(parts, world.cache, earlier.held).flatMap(({ name, state }) =>
      state === 'Held' ? [name] : [],
    ),
  );
  const eligible = desired.filter(({ part }) => !held.has(part));
  const applying = { ...world, memory: mind.memory };
  const volumes = await growVolumes(eligible, applying, signal);
  tellGrown(volumes.grown, model, world);
  const applied = await applyAll(
    eligible.filter(({ object }) => !volumes.held.has(refKey(refOf(object)))),
    applying,
    signal,
  );
  const refused = [...volumes.refused, ...applied.refused];
  tellChanges({ ...applied, refused }, model, world);

  const states = partStates(parts, world.cache, earlier.held);
  if (refused.length === 0 && states.every(({ state }) => state === 'Ready'))
    await clear(
      unwanted(children(), desired, model.uid).filter((child) => !gone.includes(child)),
      model,
      carrying,
    );
  return { states, refused };
}

async function clear(
  objects: readonly Observed[],
  model: Candidate['model'],
  { world, signal }: Carrying,
): Promise<void> {
  tellPruned(await prune(objects, world.cluster, signal), model, world);
}

interface Rendered {
  readonly parts: readonly StampedPart[];
  readonly keys: NonNullable<AcceptedSpec['keys']>;
}

async function render(
  { model, product, secrets, kept, license }: Candidate,
  world: World,
): Promise<Rendered> {
  const ensured = await Promise.all(kept.map((secret) => ensureGenerated(model, secret, world)));
  const generated = Object.fromEntries(ensured.map(({ name, values }) => [name, values]));
  const present = claimsOf(model.namespace, product.volumes(model), world.cache);
  const claims = Object.fromEntries(
    Object.entries(present).flatMap(([name, claim]) =>
      claim?.requested === undefined ? [] : [[name, claim.requested] as const],
    ),
  );
  const signed = license?.kind === 'Signed' ? license : undefined;
  const token = signed?.token;
  const inputs = inputsOf({
    secrets,
    generated,
    claims,
    license: token,
    licenseKey: signed?.publicKey,
  });
  const parts = [...heldPart(model, signed), ...product.parts(model, inputs)];
  return {
    parts: parts.map((part) => ({ part, desired: stamp(model, part) })),
    keys: Object.fromEntries(ensured.map(({ name, memo }) => [name, memo])),
  };
}

const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** The licence in force, in a Secret of a name that stays: rewritten only after judging, so that a file in a pod follows. */
const heldPart = (
  model: Candidate['model'],
  { token, publicKey }: Partial<Pick<SignedLicense, 'token' | 'publicKey'>> = {},
): readonly Part[] =>
  token === undefined
    ? []
    : [
        {
          name: 'license',
          after: [],
          objects: [
            {
              apiVersion: 'v1',
              kind: 'Secret',
              metadata: { name: heldLicense(model) },
              type: 'Opaque',
              data: {
                license: encoded(token),
                ...(publicKey === undefined ? {} : { publicKey: encoded(publicKey) }),
              },
            },
          ],
        },
      ];

function acceptedSpec(
  { spec }: Candidate,
  { parts, keys }: Rendered,
  generation: number,
): AcceptedSpec {
  const desired = parts.flatMap((part) => part.desired);
  const inventory = desired
    .map(({ object }) => refOf(object))
    .sort((a, b) => (refKey(a) < refKey(b) ? -1 : 1));
  return { generation, spec, inputs: digest(desired.map((item) => item.digest)), inventory, keys };
}

/** Seeds as they stand at the first acceptance; a later record has them from the one before, if that has any. */
function seedsOf(
  { product, model }: Candidate,
  latest: AcceptedRecord | undefined,
): Pick<AcceptedSpec, 'seeds'> {
  if (latest === undefined) return { seeds: seedsKept(product.seeds(model.own)) };
  const { seeds } = latest.accepted;
  return seeds === undefined ? {} : { seeds };
}

const refusal = ({ ref, error }: ApplyOutcome['refused'][number]): Finding => ({
  severity: 'wait',
  rule: 'ApplyRefused',
  path: 'status.inventory',
  message: `${refKey(ref)} was refused by the API server: ${error.message}`,
  fix: 'let the quota, admission rule or right that refused it allow it',
});
