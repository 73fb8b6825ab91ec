import type { Reason } from '../api/reasons.ts';
import type { License } from './claims.ts';
import type { Time } from './clock.ts';
import { isGrave } from './flaw.ts';
import type { Reading } from './read.ts';

/** What a licence comes to, in the words of the command line. */
export type LicenseState =
  | 'valid'
  | 'grace'
  | 'expired'
  | 'not-yet-valid'
  | 'missing'
  | 'invalid'
  | 'revoked'
  | 'tenant-mismatch'
  | 'cluster-mismatch'
  | 'superseded'
  | 'clock-suspect'
  | 'limits-exceeded';

/** What a licence is judged against. Times are milliseconds since the epoch. */
export interface Circumstances {
  readonly time: Time;
  /** Tenant of the installation; undefined where the product has none. */
  readonly tenant?: string | undefined;
  /** UID of the namespace kube-system; undefined where it cannot be read. */
  readonly cluster?: string | undefined;
  /** `jti` of revoked licences. */
  readonly revoked?: ReadonlySet<string> | undefined;
  /** When it was first seen that the licence is for other clusters. */
  readonly elsewhereSince?: number | undefined;
}

/** What one licence permits at one moment. */
export interface Judgement {
  readonly state: LicenseState;
  readonly reason: Reason;
  /** A sentence with dates, and without counters: it stays the same until the state or the step changes. */
  readonly message: string;
  readonly license: License | undefined;
  /** Fewest days of a step that it has come below; undefined while its end is far. */
  readonly days: number | undefined;
  /** When this judgement ends by itself; undefined when it does not. */
  readonly next: number | undefined;
  /** Whether a spec may ask for more than it did. */
  readonly mayGrow: boolean;
}

const DAY = 86_400_000;
/** Days before the end at which a licence is spoken of. */
const STEPS: readonly number[] = [60, 30, 14, 7, 1];
/** Clocks of issuer and cluster may differ by this much for `iat` and `nbf`; never for `exp`. */
const LEEWAY = 60_000;
/** Days that a licence goes on where the cluster it is for had to be built again. */
const ELSEWHERE = 14;
/** Days of grace after an end that was declared. */
const GRACE = 14;

/** `2027-05-01`, or with its time where that is not midnight (UTC). */
export function dateOf(moment: number): string {
  const [day = '', time = ''] = new Date(moment).toISOString().slice(0, 19).split('T');
  return time === '00:00:00' ? day : `${day}T${time}Z`;
}

const MISSING: Judgement = {
  state: 'missing',
  reason: 'LicenseMissing',
  message: 'the licence is not there: the Secret, its key or the file does not exist',
  license: undefined,
  days: undefined,
  next: undefined,
  mayGrow: false,
};

/** Judges one licence; undefined for one that is not there. */
export function judgeLicense(
  reading: Reading | undefined,
  circumstances: Circumstances,
): Judgement {
  if (reading === undefined) return MISSING;
  if (!reading.ok)
    return {
      ...MISSING,
      state: 'invalid',
      reason: 'LicenseInvalid',
      message: `the licence ${reading.error.message}`,
      mayGrow: !isGrave(reading.error),
    };
  return (
    barred(reading.value, circumstances) ??
    elsewhere(reading.value, circumstances) ??
    inDoubt(reading.value, circumstances) ??
    inTime(reading.value, circumstances.time.at)
  );
}

/** What ends a licence whatever the time. */
function barred(license: License, { tenant, revoked }: Circumstances): Judgement | undefined {
  const bar = { license, days: undefined, next: undefined, mayGrow: false };
  if (license.jti !== undefined && revoked?.has(license.jti) === true)
    return {
      ...bar,
      state: 'revoked',
      reason: 'LicenseRevoked',
      message: 'the licence is on the revocation list of its vendor',
    };
  // Compared as it is: tenants whose names look alike are two tenants.
  if (tenant !== undefined && license.tenant !== undefined && tenant !== license.tenant)
    return {
      ...bar,
      state: 'tenant-mismatch',
      reason: 'LicenseTenantMismatch',
      message: `the licence is for another tenant than "${tenant}"`,
    };
  return undefined;
}

/** A licence that is bound to other clusters goes on for a while: this one may stand in for one that was lost. */
function elsewhere(
  license: License,
  { cluster, elsewhereSince, time: { at } }: Circumstances,
): Judgement | undefined {
  if (cluster === undefined || license.clusters?.includes(cluster) !== false) return undefined;
  const ends = (elsewhereSince ?? at) + ELSEWHERE * DAY;
  const inner = inTime(license, at);
  const mayGrow = at < ends && inner.mayGrow;
  return {
    ...inner,
    state: 'cluster-mismatch',
    reason: 'LicenseClusterMismatch',
    message: `the licence is bound to another cluster; have it issued again for "${cluster}"`,
    next: soonest(at < ends ? ends : undefined, inner.next),
    mayGrow,
  };
}

/** A clock that cannot be believed, ours or the issuer's: nothing is forged, and nothing is extended. */
function inDoubt(license: License, { time }: Circumstances): Judgement | undefined {
  const isAhead = license.issued > time.at + LEEWAY;
  if (time.behind === undefined && !isAhead) return undefined;
  const judged = inTime(license, Math.max(time.at, license.issued));
  return {
    ...judged,
    state: 'clock-suspect',
    reason: 'LicenseClockSuspect',
    message:
      time.behind === undefined
        ? `the licence says that it was issued on ${dateOf(license.issued)}, and the clock says that this is still to come; set the clock, or ask the vendor`
        : `the clock is more than a day behind ${dateOf(dayOf(time.at))}, which was seen before; judged by that date, the licence is "${judged.state}"`,
  };
}

/** Cut to the day, so that a message stays the same. */
const dayOf = (moment: number): number => moment - (moment % DAY);

/** Where an end that somebody declared is from now: the same steps and the same grace as of a licence, and no claim more. */
export function judgeDeclared(expires: number, at: number): Judgement {
  const graceEnds = expires + GRACE * DAY;
  return inTime({ notBefore: undefined, expires, graceEnds }, at);
}

/** Where a licence is between its first moment and its last. */
function inTime(
  dates: License | Pick<License, 'notBefore' | 'expires' | 'graceEnds'>,
  at: number,
): Judgement {
  const { notBefore, expires, graceEnds } = dates;
  const license = 'plan' in dates ? dates : undefined;
  if (notBefore !== undefined && at < notBefore - LEEWAY)
    return {
      state: 'not-yet-valid',
      reason: 'LicenseNotYetValid',
      message: `the licence begins on ${dateOf(notBefore)}`,
      license,
      days: undefined,
      next: notBefore - LEEWAY,
      mayGrow: false,
    };
  if (at < expires) return running(expires, license, at);
  const end = { license, days: undefined };
  return at < graceEnds
    ? {
        ...end,
        state: 'grace',
        reason: 'LicenseInGrace',
        message: `the licence ended on ${dateOf(expires)}; all goes on as before, growth until ${dateOf(graceEnds)}`,
        next: graceEnds,
        mayGrow: true,
      }
    : {
        ...end,
        state: 'expired',
        reason: 'LicenseExpired',
        message: `the licence ended on ${dateOf(expires)}; what runs goes on`,
        next: undefined,
        mayGrow: false,
      };
}

function running(
  expires: number,
  ...[license, at]: readonly [License | undefined, number]
): Judgement {
  const days = STEPS.findLast((step) => at >= expires - step * DAY);
  const next = STEPS.map((step) => expires - step * DAY).find((moment) => moment > at) ?? expires;
  const valid = { state: 'valid', license, days, next, mayGrow: true } as const;
  return days === undefined
    ? {
        ...valid,
        reason: 'LicenseCurrent',
        message: `the licence is valid until ${dateOf(expires)}`,
      }
    : {
        ...valid,
        reason: 'LicenseExpiring',
        message: `the licence ends on ${dateOf(expires)}, in less than ${days === 1 ? 'a day' : `${days} days`}; renew it`,
      };
}

/** The first of some moments; undefined when none is known. */
export const soonest = (...moments: readonly (number | undefined)[]): number | undefined => {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};
