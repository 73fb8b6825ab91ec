import type { License } from './claims.ts';
import { flawed } from './flaw.ts';
import { dateOf, judgeLicense, soonest } from './judge.ts';
import type { Circumstances, Judgement, LicenseState } from './judge.ts';
import type { Reading } from './read.ts';

/** What is remembered of the newest licence that was accepted for a tenant. */
export type Newest = Pick<License, 'jti' | 'issued' | 'seq' | 'digest'>;

/** Against what an offered licence is held beside the {@link Circumstances}. */
export interface History {
  /** The licence that was good until now, read again from the operator's own copy. */
  readonly held?: Reading | undefined;
  readonly newest?: Newest | undefined;
  /** `jti` of an older licence to which somebody has said that they want to go back. */
  readonly acknowledged?: string | undefined;
}

/** What several licences together come to. */
export interface Choice {
  /** Of the licence that counts; of the one that was offered last when none does. */
  readonly inForce: Judgement;
  /** What there is to say: of the one offered, where that is no good and another one stays in force. */
  readonly shown: Judgement;
}

/** States in which a licence can be the one that counts. */
const COUNTS: ReadonlySet<LicenseState> = new Set([
  'valid',
  'grace',
  'cluster-mismatch',
  'clock-suspect',
]);

/**
 * Which licence counts. The offered ones are those that somebody gave now; undefined stands for one that is not there.
 * The held one stays in force, to its own end, while no offered one can take its place: a bad renewal never evicts a
 * good licence. Limits are never added up.
 */
export function choose(
  offered: readonly (Reading | undefined)[],
  circumstances: Circumstances,
  history: History = {},
): Choice {
  const readings = withoutReuse(offered, history);
  const { bases, addons } = stacked(readings);
  const judged = bases.map((reading) => judgeOffered(reading, circumstances, history));
  const held = judgeHeld(readings, circumstances, history);
  const all = held === undefined ? judged : [...judged, held];
  const last = judged.at(-1) ?? judgeLicense(undefined, circumstances);
  const best = newestOf(all) ?? last;
  const next = soonest(...all.map((judgement) => judgement.next));
  const inForce = withAddons({ ...best, next }, addons);
  return { inForce, shown: best === held ? spokenOf(last, inForce) : inForce };
}

/** The order of licences of one tenant: by their number where both have one, else by when they were issued. */
export function isOlder(
  a: Pick<License, 'issued' | 'seq'>,
  b: Pick<License, 'issued' | 'seq'>,
): boolean {
  return a.seq !== undefined && b.seq !== undefined && a.seq !== b.seq
    ? a.seq < b.seq
    : a.issued < b.issued;
}

/** What is wrong with the offered licence, beside what the one in force permits. One that only begins later is not wrong. */
function spokenOf(offered: Judgement, inForce: Judgement): Judgement {
  const { license } = inForce;
  if (license === undefined) return offered;
  if (offered.state === 'not-yet-valid')
    return { ...inForce, message: `${inForce.message}; after it, ${offered.message}` };
  return {
    ...offered,
    license,
    days: inForce.days,
    next: inForce.next,
    mayGrow: inForce.mayGrow,
    message: `${offered.message}. The one before it stays in force, to its end on ${dateOf(license.expires)}`,
  };
}

/** The held licence, unless it is offered anyway, or somebody wants to go back behind it. */
function judgeHeld(
  readings: readonly (Reading | undefined)[],
  circumstances: Circumstances,
  { held, acknowledged }: History,
): Judgement | undefined {
  if (held?.ok !== true) return undefined;
  const offered = readings.flatMap((reading) => (reading?.ok === true ? reading.value : []));
  const isAnswered = offered.some(
    ({ digest, jti }) =>
      digest === held.value.digest || (jti !== undefined && jti === acknowledged),
  );
  return isAnswered ? undefined : judgeLicense(held, circumstances);
}

function judgeOffered(
  reading: Reading | undefined,
  circumstances: Circumstances,
  { newest, acknowledged }: History,
): Judgement {
  const judgement = judgeLicense(reading, circumstances);
  const { license } = judgement;
  if (license === undefined || newest === undefined || !isOlder(license, newest)) return judgement;
  if (license.jti !== undefined && license.jti === acknowledged) return judgement;
  if (!COUNTS.has(judgement.state)) return judgement;
  return {
    ...judgement,
    state: 'superseded',
    reason: 'LicenseSuperseded',
    message: `the licence was issued on ${dateOf(license.issued)}, before one that was accepted already`,
    next: undefined,
    mayGrow: false,
  };
}

/** The newest of those that are valid, else of those that count at all. */
function newestOf(judged: readonly Judgement[]): Judgement | undefined {
  const counting = judged.filter(({ state }) => COUNTS.has(state));
  const valid = counting.filter(({ state }) => state === 'valid');
  return (valid.length > 0 ? valid : counting).reduce<Judgement | undefined>(
    (best, one) =>
      best?.license !== undefined &&
      one.license !== undefined &&
      !isOlder(best.license, one.license)
        ? best
        : one,
    undefined,
  );
}

/** Two licences under one identifier: the issuer has erred, or somebody forges. The newcomer is refused. */
function withoutReuse(
  offered: readonly (Reading | undefined)[],
  { held, newest }: History,
): readonly (Reading | undefined)[] {
  const known = [newest, held?.ok === true ? held.value : undefined].filter(
    (one) => one !== undefined,
  );
  return offered.map((reading, index) => {
    if (reading?.ok !== true) return reading;
    const before = offered.slice(0, index).flatMap((one) => (one?.ok === true ? one.value : []));
    const clashes = [...known, ...before].some(
      ({ jti, digest }) =>
        jti !== undefined && jti === reading.value.jti && digest !== reading.value.digest,
    );
    return clashes
      ? flawed('Reused', 'has the identifier (jti) of another licence with other claims')
      : reading;
  });
}

/** Licences that only add to another one, told from those that stand alone. */
function stacked(readings: readonly (Reading | undefined)[]): {
  readonly bases: readonly (Reading | undefined)[];
  readonly addons: readonly License[];
} {
  const licenses = readings.flatMap((reading) => (reading?.ok === true ? reading.value : []));
  const addsToOne = ({ addonOf }: License): boolean =>
    addonOf !== undefined && licenses.some(({ jti }) => jti === addonOf);
  return {
    bases: readings.filter((reading) => reading?.ok !== true || !addsToOne(reading.value)),
    addons: licenses.filter(addsToOne),
  };
}

/** Add-ons of licences that name the one that counts. Their limits count for nothing. */
function withAddons(judgement: Judgement, addons: readonly License[]): Judgement {
  const { license } = judgement;
  if (license === undefined) return judgement;
  const more = addons.filter(
    ({ addonOf, tenant }) => addonOf === license.jti && tenant === license.tenant,
  );
  const names = [license, ...more].flatMap((one) => one.addons);
  return { ...judgement, license: { ...license, addons: [...new Set(names)].sort() } };
}
