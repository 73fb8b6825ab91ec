import { KEYS_ANNOTATION } from '../api/group.ts';
import { KINDS, ref } from '../api/kinds.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { readNote } from '../model/key-memo.ts';
import type { KeyMemo } from '../model/key-memo.ts';
import type { SecretReader, StoredSecret } from '../observe/secrets.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { GeneratedSecret } from '../products/product.ts';
import type { AcceptedSpec } from './accepted.ts';

/** A Secret that the operator makes and keeps, as it is now, and what is remembered of it. */
export interface KeptSecret {
  readonly wanted: GeneratedSecret;
  /** Undefined when there is no such Secret. */
  readonly present: StoredSecret | undefined;
  /** From the accepted record, or else from the Secret itself. */
  readonly memo: KeyMemo | undefined;
  /** Why data may exist that was written with keys that are gone; undefined when the store is empty. */
  readonly evidence: string | undefined;
}

/** What speaks for data of an installation. */
export interface History {
  readonly namespace: string;
  readonly accepted: AcceptedSpec | undefined;
  /** Status says that a spec was accepted once, whatever became of the record. */
  readonly onceAccepted: boolean;
}

/** Keys on whose very value stored data depends. */
export const irreplaceableKeys = ({ keys }: GeneratedSecret): readonly string[] =>
  Object.keys(keys).filter((key) => keys[key]?.irreplaceable === true);

/** Texts of a Secret that is there; what is empty or no text is no value. */
export const valuesOf = (present: StoredSecret | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(present?.fact ?? {}).flatMap(([key, value]) =>
      'text' in value && value.text !== '' ? [[key, value.text] as const] : [],
    ),
  );

/**
 * Irreplaceable keys that were there and are not any more.
 *
 * What is remembered tells a key that was lost from one that a newer release wants for the first time. Where nothing is
 * remembered, data is enough to take every key that is not there for lost.
 */
export function lostKeys({ wanted, present, memo, evidence }: KeptSecret): readonly string[] {
  const values = valuesOf(present);
  const isKnown = (key: string): boolean =>
    memo === undefined ? evidence !== undefined : memo.fingerprints[key] !== undefined;
  // A value that is no text cannot be used, and is not ours to overwrite.
  const isUnusable = (key: string): boolean => (present?.fact[key]?.bytes ?? 0) > 0;
  return irreplaceableKeys(wanted).filter(
    (key) => values[key] === undefined && (isKnown(key) || isUnusable(key)),
  );
}

/** Irreplaceable keys whose value is not the one that is remembered. */
export function changedKeys({ wanted, present, memo }: KeptSecret): readonly string[] {
  const values = valuesOf(present);
  return irreplaceableKeys(wanted).filter((key) => {
    const [value, known] = [values[key], memo?.fingerprints[key]];
    return (
      memo !== undefined &&
      value !== undefined &&
      known !== undefined &&
      fingerprint(memo.salt, key, value) !== known
    );
  });
}

/** Reads one kept Secret. That it is gone, or that a store is empty, is never believed of a cache. */
export async function gatherKept(
  wanted: GeneratedSecret,
  history: History,
  { cluster, secrets }: { readonly cluster: Cluster; readonly secrets: SecretReader },
): Promise<KeptSecret> {
  const { namespace, accepted } = history;
  const present =
    (await secrets.stored(namespace, wanted.name)) ?? (await secrets.fresh(namespace, wanted.name));
  const memo = accepted?.keys?.[wanted.name] ?? memoOn(present);
  const values = valuesOf(present);
  const isComplete = irreplaceableKeys(wanted).every((key) => values[key] !== undefined);
  const evidence =
    memo !== undefined || isComplete ? undefined : await evidenceOf(wanted, history, cluster);
  return { wanted, present, memo, evidence };
}

function memoOn(present: StoredSecret | undefined): KeyMemo | undefined {
  const note = readNote(present?.annotations[KEYS_ANNOTATION]);
  return note === undefined ? undefined : { salt: note.salt, fingerprints: note.fingerprints };
}

async function evidenceOf(
  { claims = [] }: GeneratedSecret,
  { namespace, accepted, onceAccepted }: History,
  cluster: Cluster,
): Promise<string | undefined> {
  const found = await Promise.all(
    claims.map((name) => cluster.read(ref(KINDS.PersistentVolumeClaim, name, namespace))),
  );
  const claim = claims.find((_, index) => found[index] !== undefined);
  if (claim !== undefined) return `volume claim "${claim}" is there`;
  // A record that lists other Secrets and not this one says that this one is new.
  if (accepted === undefined ? onceAccepted : accepted.keys === undefined)
    return 'a spec of this installation was accepted before';
  return undefined;
}
