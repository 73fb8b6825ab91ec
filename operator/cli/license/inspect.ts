import { assess } from '../../license/assess.ts';
import type { License } from '../../license/claims.ts';
import { timeOf } from '../../license/clock.ts';
import type { HighWater } from '../../license/clock.ts';
import type { Demand } from '../../license/demand.ts';
import { dateOf } from '../../license/judge.ts';
import type { Judgement } from '../../license/judge.ts';
import { systemClock } from '../../runtime/system.ts';
import type { Console } from '../print.ts';
import { amountsOf, keysOf, momentOf, textIfThere } from './values.ts';

/** What `inspect` was given. */
export interface InspectFlags {
  readonly keys: readonly string[];
  readonly token: readonly string[];
  readonly now?: string;
  readonly tenant?: string;
  readonly clusterUid?: string;
  readonly highWater?: string;
  readonly revocations?: readonly string[];
  readonly held?: string;
  readonly inUse?: readonly string[];
  readonly needs?: readonly string[];
  readonly output: 'text' | 'json';
}

/** `license inspect`: what a licence comes to; 0 when it is valid or in its days of grace, else 1. */
export async function inspect(flags: InspectFlags, console: Console): Promise<number> {
  const { tenant, clusterUid: cluster, highWater, held, output } = flags;
  const demands = demandsOf(flags);
  const now = flags.now === undefined ? systemClock.now() : momentOf(flags.now, '--now');
  const water = highWater === undefined ? undefined : waterOf(momentOf(highWater, '--high-water'));
  const { shown, notes } = await assess({
    offered: await Promise.all(flags.token.map(textIfThere)),
    held: held === undefined ? undefined : await textIfThere(held),
    keys: await keysOf(flags.keys),
    revocations: await Promise.all(
      (flags.revocations ?? []).map(async (file) => (await textIfThere(file)) ?? ''),
    ),
    time: timeOf(water, { now }),
    tenant,
    cluster,
    demands,
  });
  console.out(output === 'json' ? asJson(shown, notes) : asText(shown, notes));
  return shown.state === 'valid' || shown.state === 'grace' ? 0 : 1;
}

const waterOf = (mark: number): HighWater => ({ mark, borneOut: mark });

const demandsOf = ({ inUse = [], needs = [] }: InspectFlags): readonly Demand[] => [
  ...Object.entries(amountsOf(inUse, '--in-use')).map(([limit, amount]): Demand => ({
    what: limit,
    limit: limit as keyof License['limits'],
    amount,
  })),
  ...needs.map((addon): Demand => ({ what: 'what is in use', addon })),
];

const time = (moment: number | undefined): string | undefined =>
  moment === undefined ? undefined : `${new Date(moment).toISOString().slice(0, 19)}Z`;

function asJson(
  { state, reason, message, license, days }: Judgement,
  notes: readonly string[],
): string {
  const shown = {
    state,
    reason,
    message,
    ...(days === undefined ? {} : { endsWithinDays: days }),
    ...(license === undefined ? {} : factsOf(license)),
    notes,
  };
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

const factsOf = (license: License): object => ({
  jti: license.jti,
  keyId: license.keyId,
  issuer: license.issuer,
  tenant: license.tenant,
  plan: license.plan,
  planName: license.planName,
  addons: license.addons,
  limits: license.limits,
  issued: time(license.issued),
  notBefore: time(license.notBefore),
  expires: time(license.expires),
  graceEnds: time(license.graceEnds),
  clusters: license.clusters,
  unknownClaims: license.unknown,
});

function asText({ state, reason, message, license }: Judgement, notes: readonly string[]): string {
  const lines = [
    `${state}: ${message} [${reason}]`,
    ...(license === undefined ? [] : table(license)),
  ];
  return `${[...lines, ...notes.map((note) => `note: ${note}`)].join('\n')}\n`;
}

const table = (license: License): readonly string[] => [
  `  plan      ${license.plan}${license.planName === undefined ? '' : ` (${license.planName})`}`,
  `  add-ons   ${license.addons.join(', ') || 'none'}`,
  `  limits    ${Object.entries(license.limits)
    .map(([name, limit]) => `${name} ${limit === -1 ? 'unlimited' : limit}`)
    .join(', ')}`,
  `  tenant    ${license.tenant ?? 'any'}`,
  `  clusters  ${license.clusters?.join(', ') ?? 'any'}`,
  `  issued    ${dateOf(license.issued)}`,
  `  expires   ${dateOf(license.expires)}, with grace until ${dateOf(license.graceEnds)}`,
  `  key       ${license.keyId}`,
];
