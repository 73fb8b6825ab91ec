import { assess } from '../../../operator/license/assess.ts';
import type { Assessment, Evidence } from '../../../operator/license/assess.ts';
import { timeOf } from '../../../operator/license/clock.ts';
import type { HighWater, Witnesses } from '../../../operator/license/clock.ts';
import type { LicenseState } from '../../../operator/license/judge.ts';
import type { Offered } from '../../../operator/license/offered.ts';
import { readKeys } from '../../../operator/license/key-set.ts';
import type { KeySource } from '../../../operator/license/key-set.ts';
import { verify } from '../../../operator/license/verify.ts';
import { claims, compact, ecKey, edKey, NOW, rs256, rsaKey } from '../../support/license.ts';
import type { Draft } from '../../support/license.ts';

/** Keys of the vendor, by type, and those of somebody else. */
export const RSA = rsaKey();
export const EC = ecKey();
export const ED = edKey();
export const OTHER = rsaKey();

/** What a case gives; the rest is a normal licence, signed by the vendor, at {@link NOW}. */
export interface Given extends Partial<Omit<Evidence, 'keys' | 'time' | 'offered'>> {
  readonly tokens?: readonly Offered[];
  readonly token?: string;
  readonly keys?: readonly KeySource[];
  readonly water?: Partial<HighWater> & { readonly mark: number };
  readonly witnesses?: Partial<Witnesses>;
}

/** One licence, how it is made, and what it has to come to. */
export interface Case {
  readonly name: string;
  readonly expect: LicenseState;
  readonly given: () => Given;
  /** What else has to be so of the assessment. */
  readonly also?: object;
}

/** A token of the vendor. */
export const signed = (draft: Partial<Draft> = {}): string =>
  compact({ header: { alg: 'RS256' }, payload: claims(), signer: rs256(RSA), ...draft });

/** A token of the vendor with some claims changed; one that is undefined is left out. */
export const licence = (change: Readonly<Record<string, unknown>>): string =>
  signed({ payload: claims(change) });

/** The vendor's key, pinned alone. */
export const PINNED: readonly KeySource[] = [{ name: 'vendor.pem', text: RSA.pem }];

/** A list of keys in JSON. */
export const keyList = (...keys: readonly object[]): readonly KeySource[] => [
  { name: 'keys.json', text: JSON.stringify({ keys }) },
];

/** Judges what a case gives. */
export const judged = ({
  token,
  tokens,
  keys,
  water,
  witnesses,
  ...rest
}: Given): Promise<Assessment> =>
  assess({
    ...rest,
    offered: tokens ?? [token ?? signed()],
    keys: readKeys(keys ?? PINNED),
    time: timeOf(water === undefined ? undefined : { borneOut: water.mark, ...water }, {
      now: NOW * 1_000,
      ...witnesses,
    }),
  });

/** What checking a signature comes to: `ok`, or the code of what is wrong. */
export async function outcome(token: string, keys: readonly KeySource[] = PINNED): Promise<string> {
  const verified = await verify(token, readKeys(keys), 'license');
  return verified.ok ? 'ok' : verified.error.code;
}
