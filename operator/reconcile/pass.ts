import type { Finding } from '../api/finding.ts';
import { readAccepted } from '../apply/accept.ts';
import type { AcceptedRecord } from '../apply/accept.ts';
import { digest } from '../lib/digest.ts';
import type { Installation } from '../observe/cache.ts';
import type { Report, Tended } from '../status/report.ts';
import { judge } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { carryOut } from './carry-out.ts';
import { seen } from './seen.ts';
import type { Mind, World } from './world.ts';

/** What one pass is about. */
export interface Asked {
  readonly installation: Installation;
  readonly world: World;
  readonly mind: Mind;
  readonly signal?: AbortSignal;
}

/** One pass: judge what is asked, carry it out, or go on tending what was accepted. */
export async function pass(asked: Asked): Promise<Report> {
  const { installation, world, mind } = asked;
  const latest = await latestRecord(asked);
  const judged = await judge(installation.spec, {
    identity: installation,
    accepted: latest?.accepted,
    world,
    mind,
  });
  if (!judged.ok) return keepTending(asked, latest, judged.error);
  if (judged.value.spec.suspend === true) return suspended(asked, latest, judged.value);

  const carried = await carryOut(judged.value, {
    world,
    mind,
    generation: installation.generation,
    signal: asked.signal,
  });
  return carried.ok
    ? { kind: 'applied', ...carried.value }
    : keepTending(asked, latest, carried.error);
}

async function latestRecord({
  installation,
  world,
  mind,
}: Asked): Promise<AcceptedRecord | undefined> {
  if (mind.accepted === undefined)
    mind.accepted = (await readAccepted(installation, world.cluster)) ?? null;
  return mind.accepted ?? undefined;
}

/** The asked spec is refused or has to wait: the accepted one goes on, with all that was promised for it. */
async function keepTending(
  asked: Asked,
  latest: AcceptedRecord | undefined,
  findings: readonly Finding[],
): Promise<Report> {
  const kind = findings.some(({ severity }) => severity === 'refuse') ? 'refused' : 'waiting';
  return { kind, findings, tended: latest === undefined ? undefined : await tend(asked, latest) };
}

/** Runs the accepted spec once more. Where even that cannot be rendered now, says what is seen of it. */
async function tend(
  { installation, world, mind, signal }: Asked,
  latest: AcceptedRecord,
): Promise<Tended> {
  const { spec, generation } = latest.accepted;
  if (spec.suspend === true || digest(spec) === digest(installation.spec))
    return seen(latest, installation, world.cache);
  const judged = await judge(spec, {
    identity: installation,
    accepted: latest.accepted,
    world,
    mind,
  });
  if (!judged.ok) return seen(latest, installation, world.cache);
  const carried = await carryOut(judged.value, { world, mind, generation, signal });
  return carried.ok ? carried.value.tended : seen(latest, installation, world.cache);
}

function suspended(
  { installation, world }: Asked,
  latest: AcceptedRecord | undefined,
  { spec, notes }: Candidate,
): Report {
  const tended = latest === undefined ? undefined : seen(latest, installation, world.cache);
  const pending =
    latest === undefined ||
    digest({ ...latest.accepted.spec, suspend: undefined }) !==
      digest({ ...spec, suspend: undefined });
  return { kind: 'suspended', tended, findings: notes, pending };
}
