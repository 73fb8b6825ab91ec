/** How far a clock may go back before it is called wrong: an ordinary correction is smaller. In milliseconds. */
const TOLERANCE = 86_400_000;

/** What is remembered of time. Milliseconds since the epoch. */
export interface HighWater {
  /** The latest moment that is believed to have been. */
  readonly mark: number;
  /** The latest moment that somebody else bears out: it moves with a clock that cannot be set, and with the cluster's. */
  readonly borneOut: number;
  /** Witnesses up to here were found wrong when the clock was repaired: later than the mark, they say nothing. */
  readonly disbelieved?: number | undefined;
}

/** Who tells the time now. */
export interface Witnesses {
  /** The clock of this machine. */
  readonly now: number;
  /** Time that passed since the mark was last raised, by a clock that cannot be set; undefined after a restart. */
  readonly elapsed?: number | undefined;
  /** The newest moment that the cluster wrote down by itself: times of creation, renewals of leases. */
  readonly cluster?: number | undefined;
  /** The newest `iat` of a licence that was accepted. */
  readonly issued?: number | undefined;
}

/** Whether the clock can be believed, and the moment by which licences are judged. */
export interface Time {
  readonly at: number;
  /** How far the clock is behind what was seen, in milliseconds; undefined while it is believed. */
  readonly behind: number | undefined;
}

/** Later of what is known; witnesses that were disbelieved once are left out. */
function floorOf(
  water: HighWater | undefined,
  witnesses: Pick<Witnesses, 'cluster' | 'issued'>,
): number {
  const told = [witnesses.cluster, witnesses.issued].flatMap((moment) => moment ?? []);
  return Math.max(water?.mark ?? 0, ...told.filter((moment) => isCredible(moment, water)));
}

/** Whether a moment that somebody wrote down counts: not while it lies in a time that was found to be wrong. */
export const isCredible = (moment: number, water: HighWater | undefined): boolean =>
  water?.disbelieved === undefined ||
  moment <= water.mark + TOLERANCE ||
  moment > water.disbelieved;

/**
 * The time to judge by. A clock that is up to a day behind is only being corrected and is believed. One further behind
 * is not: the latest moment that was seen counts in its place, so that setting a clock back extends nothing.
 */
export function timeOf(water: HighWater | undefined, witnesses: Witnesses): Time {
  const floor = floorOf(water, witnesses);
  const behind = floor - witnesses.now;
  return behind > TOLERANCE ? { at: floor, behind } : { at: witnesses.now, behind: undefined };
}

/**
 * The mark after this moment. It never falls. Where nobody bears the clock out, it rises to no more than a day above
 * what was borne out last: a clock that is a year ahead by mistake must not leave a mark a year ahead.
 */
export function raise(water: HighWater | undefined, witnesses: Witnesses): HighWater {
  const { now, elapsed = 0, cluster } = witnesses;
  const floor = floorOf(water, witnesses);
  const agrees = cluster !== undefined && cluster >= now - TOLERANCE;
  if (water === undefined) {
    // Nothing is remembered: the clock alone is believed only where there is nobody else to ask.
    const mark = cluster === undefined || agrees ? Math.max(floor, now) : floor;
    return { mark, borneOut: mark };
  }
  const borneOut = Math.max(water.borneOut + elapsed, agrees ? Math.max(now, floor) : 0);
  const mark = Math.max(floor, borneOut, Math.min(now, borneOut + TOLERANCE));
  return { ...water, mark, borneOut };
}

/**
 * An administrator has said that the clock is right as it is now. What was seen of later times was wrong and is not
 * believed again until time has caught up with it.
 */
export function repair(water: HighWater | undefined, witnesses: Witnesses): HighWater {
  const floor = floorOf(water, witnesses);
  return floor <= witnesses.now
    ? raise(water, witnesses)
    : {
        mark: witnesses.now,
        borneOut: witnesses.now,
        disbelieved: Math.max(floor, water?.disbelieved ?? 0),
      };
}
