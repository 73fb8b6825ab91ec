import type { License, Limit } from './claims.ts';
import type { Judgement } from './judge.ts';

/** Something in use, or asked for, that a licence has to permit. */
export type Demand =
  /** A part of the product that needs an add-on. */
  | { readonly what: string; readonly addon: string }
  /** An amount that a licence limits. */
  | { readonly what: string; readonly limit: Limit; readonly amount: number };

/** What a licence does not permit of what is demanded. An add-on is permitted by its exact name alone. */
export const excess = (license: License, demands: readonly Demand[]): readonly Demand[] =>
  demands.filter((demand) =>
    'addon' in demand
      ? !license.addons.includes(demand.addon)
      : license.limits[demand.limit] !== -1 && demand.amount > license.limits[demand.limit],
  );

/** What exceeds a licence, in words. */
export const inWords = (demand: Demand, { limits }: License): string =>
  'addon' in demand
    ? `${demand.what} needs the add-on "${demand.addon}"`
    : `${demand.what} is ${demand.amount}, and the licence permits ${limits[demand.limit]}`;

/** A valid licence that permits less than is demanded stays in force; what exceeds it is told. */
export function withDemands(judgement: Judgement, demands: readonly Demand[]): Judgement {
  const { license, state, message } = judgement;
  if (license === undefined || state !== 'valid') return judgement;
  const exceeding = excess(license, demands);
  if (exceeding.length === 0) return judgement;
  const words = exceeding.map((demand) => inWords(demand, license)).join('; ');
  return {
    ...judgement,
    state: 'limits-exceeded',
    reason: 'LicenseLimitsExceeded',
    message: `${message}, and is exceeded: ${words}`,
  };
}
