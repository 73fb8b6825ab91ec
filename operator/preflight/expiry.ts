const DAY = 86_400_000;
/** Days before its end at which a certificate is spoken of. */
const STEPS = [60, 30, 14, 7, 1];
/**
 * A step longer than this share of a certificate's own life is left out: cert-manager renews after two
 * thirds of it, and a certificate of 90 days is not late at 60.
 */
const SHARE = 1 / 5;

/** How near a certificate is to its end. */
export interface Step {
  readonly state: 'Current' | 'Expiring' | 'Expired' | 'NotYetValid';
  /** Of an expiring one: the fewest days of a step that it has come below. */
  readonly days: number | undefined;
  /** When it comes to the next step, in milliseconds since the epoch; undefined once it has ended. */
  readonly next: number | undefined;
}

/** The step at which a certificate is. All times are milliseconds since the epoch. */
export function stepOf(
  { notBefore, notAfter }: { readonly notBefore: number; readonly notAfter: number },
  now: number,
): Step {
  if (now >= notAfter) return { state: 'Expired', days: undefined, next: undefined };
  if (now < notBefore) return { state: 'NotYetValid', days: undefined, next: notBefore };
  const steps = STEPS.filter((days) => days * DAY <= (notAfter - notBefore) * SHARE);
  const days = steps.findLast((step) => now >= notAfter - step * DAY);
  const next = steps.map((step) => notAfter - step * DAY).find((at) => at > now) ?? notAfter;
  return { state: days === undefined ? 'Current' : 'Expiring', days, next };
}
