import type { Finding } from '../api/finding.ts';
import type { Reason } from '../api/reasons.ts';
import { readAccepted } from '../apply/accept.ts';
import type { AcceptedRecord } from '../apply/accept.ts';
import { digest } from '../lib/digest.ts';
import { soonest } from '../license/judge.ts';
import type { Installation } from '../observe/installation.ts';
import type { Learned } from '../observe/licenses.ts';
import { nextOf } from '../preflight/license.ts';
import type { LicenseFacts, SignedLicense } from '../preflight/license.ts';
import type { Rule } from '../preflight/rule.ts';
import { certificates as certificateRule } from '../preflight/rules/certificates.ts';
import { endpoints as endpointRule } from '../preflight/rules/endpoints.ts';
import { license as licenseRule } from '../preflight/rules/license.ts';
import type { Ending, Report, Tended } from '../status/report.ts';
import { isRefused, judge, MissingInput } from './candidate.ts';
import type { Bench, Judged } from './candidate.ts';
import { carryOut } from './carry-out.ts';
import { exportStates } from './exported.ts';
import { inquire } from './inquire.ts';
import { seen } from './seen.ts';
import type { Answers, Mind, World } from './world.ts';

/** What one pass is about. */
export interface Asked {
  readonly installation: Installation;
  readonly world: World;
  readonly mind: Mind;
  readonly signal?: AbortSignal;
}

/** What a pass found, and when something that no watch tells about is next, in milliseconds since the epoch. */
export interface Passed {
  readonly report: Report;
  readonly next: number | undefined;
}

/** Longest time without a look at a licence, in milliseconds. */
const DAY = 86_400_000;

/** One pass: judge what is asked, carry it out, or go on tending what was accepted. */
export async function pass(asked: Asked): Promise<Passed> {
  const { mind, installation, world } = asked;
  const latest = await latestRecord(asked);
  const judged = await judge(installation.spec, benchOf(asked, latest));
  const ending = await decide(asked, latest, judged);
  const { next, ...standing } = await standingOf(asked, latest, judged);
  const report: Report = { ...ending, ...standing };
  // The kinds without anything tended have nothing to say of keys either.
  if (report.tended === undefined || mind.accepted == null) return { report, next };
  const { accepted } = mind.accepted;
  const keys = await exportStates(accepted, installation.namespace, world.secrets);
  const tended = { ...report.tended, keys };
  const answers = await answersOf(asked, judged, tended);
  if (answers === undefined) return { report: { ...report, tended }, next };
  return {
    report: { ...report, tended: { ...tended, answers: answers.verdicts } },
    next: soonest(next, answers.until),
  };
}

/** What the running product says of itself, where what is asked is what runs. */
async function answersOf(
  { installation, world, mind, signal }: Asked,
  { candidate }: Judged,
  tended: Tended,
): Promise<Answers | undefined> {
  const inquiry = candidate?.product.inquiry?.(candidate.model);
  if (candidate === undefined || inquiry === undefined) return undefined;
  if (tended.generation !== installation.generation) return undefined;
  return inquire({ model: candidate.model, inquiry, tended, world, mind, signal });
}

/** A spec without meaning names nothing: then certificates, endpoints and licence of the accepted one are looked at. */
async function standingOf(
  asked: Asked,
  latest: AcceptedRecord | undefined,
  judged: Judged,
): Promise<
  Pick<Report, 'certificates' | 'endpoints' | 'license'> & { readonly next: number | undefined }
> {
  const { facts, findings } =
    judged.facts === undefined && latest !== undefined
      ? await judge(latest.accepted.spec, benchOf(asked, latest))
      : judged;
  if (facts === undefined) return { next: undefined };
  const by = ({ reasons }: Rule): readonly Finding[] => {
    const about = new Set<Reason>(reasons);
    return findings.filter(({ rule }) => about.has(rule));
  };
  const { seen, next } = facts.certificates;
  return {
    certificates: { seen, findings: by(certificateRule) },
    endpoints: { judged: facts.endpoints.length, findings: by(endpointRule) },
    // What is refused is told with the refusal.
    license: {
      facts: facts.license,
      findings: by(licenseRule).filter(({ severity }) => severity === 'note'),
    },
    next: soonest(next, await licensed(asked, facts.license)),
  };
}

/** Remembers what was seen of a licence, and comes back in a day: dates pass without anybody doing anything. */
async function licensed(
  { world, installation }: Asked,
  facts: LicenseFacts | undefined,
): Promise<number | undefined> {
  if (facts?.kind === 'Signed') await world.licenses.keep(learnedFrom(facts, installation.uid));
  const next = nextOf(facts);
  const isDated = facts?.kind === 'Signed' || next !== undefined;
  return soonest(next, isDated ? world.clock.now() + DAY : undefined);
}

function learnedFrom({ inForce, shown, tenant, list }: SignedLicense, uid: string): Learned {
  const { license, state } = inForce;
  const isGood = ['valid', 'grace', 'limits-exceeded'].includes(state);
  return {
    uid,
    tenant: tenant ?? uid,
    newest: isGood ? license : undefined,
    isElsewhere: shown.state === 'cluster-mismatch',
    list,
  };
}

async function decide(
  asked: Asked,
  latest: AcceptedRecord | undefined,
  judged: Judged,
): Promise<Ending> {
  const { installation, world, mind } = asked;
  const { candidate, findings } = judged;
  if (isSuspended(installation.spec)) return suspended(asked, latest, judged);
  if (candidate === undefined || isRefused(findings)) return keepTending(asked, latest, findings);

  const carried = await carryOut(candidate, {
    world,
    mind,
    generation: installation.generation,
    signal: asked.signal,
  });
  if (!carried.ok) return keepTending(asked, latest, carried.error);
  const { tended, findings: refused } = carried.value;
  return { kind: 'applied', tended, findings: [...findings, ...refused] };
}

const benchOf = ({ installation, world }: Asked, latest: AcceptedRecord | undefined): Bench => ({
  identity: installation,
  accepted: latest?.accepted,
  onceAccepted: installation.status?.acceptedGeneration !== undefined,
  world,
});

/** Read from the raw spec: it holds whatever else is wrong. */
const isSuspended = (spec: unknown): boolean =>
  typeof spec === 'object' && spec !== null && 'suspend' in spec && spec.suspend === true;

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
): Promise<Ending> {
  const kind = findings.some(({ severity }) => severity === 'refuse') ? 'refused' : 'waiting';
  return { kind, findings, tended: latest === undefined ? undefined : await tend(asked, latest) };
}

/**
 * What keeps even an accepted spec from being rendered: a value that changed to something wrong must not reach a pod,
 * and nothing is drawn in the place of a key that was lost. One that is only missing is not needed by all parts.
 */
const UNUSABLE: ReadonlySet<Reason> = new Set([
  'ProductSettings',
  'PublishedSecret',
  'KeysMissing',
  'KeysChanged',
]);
const OUTSIDE: ReadonlySet<Reason> = new Set(endpointRule.reasons);

/** What stands in a Secret may have been changed after it was accepted; what stands in the spec itself was not. */
const isUnusable = ({ rule, severity }: Finding): boolean =>
  UNUSABLE.has(rule) || (OUTSIDE.has(rule) && severity === 'wait');

/** Runs the accepted spec once more. Where it cannot be rendered now, says what is seen of it. */
async function tend(asked: Asked, latest: AcceptedRecord): Promise<Tended> {
  const { installation, world, mind, signal } = asked;
  const { spec, generation } = latest.accepted;
  const { candidate, findings } = await judge(spec, benchOf(asked, latest));
  if (candidate === undefined || findings.some(isUnusable))
    return seen(latest, installation, world);
  try {
    const carried = await carryOut(candidate, { world, mind, generation, signal });
    return carried.ok ? carried.value.tended : seen(latest, installation, world);
  } catch (error) {
    if (!(error instanceof MissingInput)) throw error;
    return seen(latest, installation, world);
  }
}

function suspended(
  { installation, world }: Asked,
  latest: AcceptedRecord | undefined,
  { candidate, findings }: Judged,
): Ending {
  const tended = latest === undefined ? undefined : seen(latest, installation, world);
  const without = (spec: object): string => digest({ ...spec, suspend: undefined });
  const pending =
    latest === undefined ||
    candidate === undefined ||
    without(latest.accepted.spec) !== without(candidate.spec);
  return { kind: 'suspended', tended, findings, pending };
}
