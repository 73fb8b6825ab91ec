import { no } from '../lib/result.ts';
import { choose } from './choose.ts';
import type { History } from './choose.ts';
import { withDemands } from './demand.ts';
import type { Demand } from './demand.ts';
import type { Circumstances, Judgement } from './judge.ts';
import type { KeySet } from './key-set.ts';
import type { Offered } from './offered.ts';
import { readLicense } from './read.ts';
import type { Reading } from './read.ts';
import { newestList, readRevocations } from './revocation.ts';
import type { RevocationList } from './revocation.ts';

/** Everything that is known where licences are judged. */
export interface Evidence extends Omit<Circumstances, 'revoked'>, Omit<History, 'held'> {
  /** What was given now. */
  readonly offered: readonly Offered[];
  /** The token that was good until now, as the operator keeps it. */
  readonly held?: string | undefined;
  readonly keys: KeySet;
  /** Signed revocation lists. */
  readonly revocations?: readonly string[];
  /** The newest revocation list that was seen before. */
  readonly known?: RevocationList | undefined;
  readonly demands?: readonly Demand[];
}

/** What came of it. */
export interface Assessment {
  /** What there is to say. */
  readonly shown: Judgement;
  /** What counts: the same, unless a bad renewal stands beside a good licence. */
  readonly inForce: Judgement;
  /** Index in `offered` of the token in force; -1 when it is the one that was held, or none is. */
  readonly index: number;
  readonly list: RevocationList | undefined;
  /** What was ignored, in sentences. */
  readonly notes: readonly string[];
}

/** Reads and judges: the one way from tokens to what they permit, for the command line and the operator alike. */
export async function assess(evidence: Evidence): Promise<Assessment> {
  const { offered, held, keys, revocations = [], known, demands = [] } = evidence;
  const readings = await Promise.all(offered.map((one) => read(one, keys)));
  const lists = await Promise.all(revocations.map((text) => readRevocations(text, keys)));
  const list = newestList([known, ...lists.map((one) => (one.ok ? one.value : undefined))]);
  const { shown, inForce } = choose(
    readings,
    { ...evidence, revoked: new Set(list?.jtis) },
    { ...evidence, held: await read(held, keys) },
  );
  return {
    shown: withDemands(shown, demands),
    inForce: withDemands(inForce, demands),
    index: readings.findIndex(
      (reading) => reading?.ok === true && reading.value.digest === inForce.license?.digest,
    ),
    list,
    notes: [...keys.mistakes, ...lists.flatMap((one) => (one.ok ? [] : [one.error]))],
  };
}

const read = async (offered: Offered, keys: KeySet): Promise<Reading | undefined> => {
  if (offered === undefined) return undefined;
  return typeof offered === 'string' ? readLicense(offered, keys) : no(offered);
};
