import { FIELD_MANAGER, KEYS_ANNOTATION, KEYS_MANAGER } from '../api/group.ts';
import type { KubeObject, ObjectMeta } from '../api/object.ts';
import { sha256 } from '../lib/digest.ts';
import { remember, SALT_LENGTH, writeNote } from '../model/key-memo.ts';
import type { KeyMemo } from '../model/key-memo.ts';
import type { Model } from '../model/model.ts';
import { labels } from '../model/names.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Random } from '../ports/random.ts';
import { changedKeys, irreplaceableKeys, lostKeys, valuesOf } from '../preflight/kept.ts';
import type { KeptSecret } from '../preflight/kept.ts';
import type { GeneratedKey, GeneratedSecret } from '../products/product.ts';

/** What making Secrets needs. */
export interface GenerateWorld {
  readonly cluster: Cluster;
  readonly random: Random;
}

/** Plain values of one Secret. */
export type SecretValues = Readonly<Record<string, string>>;

/** A Secret that is there now, complete. */
export interface Ensured {
  readonly name: string;
  readonly values: SecretValues;
  readonly memo: KeyMemo;
}

/**
 * Makes a Secret where there is none, adds keys that it never had, and notes on it by what to know its keys again.
 *
 * *Guarantees*: a value that exists is never changed; a Secret without an owner outlives the resource, and one that
 * lies there under the name is adopted. What was judged is what counts: a Secret that appeared, went or changed since is
 * a conflict, and the next pass judges anew. *Assumes* that the rule kept-keys found nothing. *Throws* what the world throws.
 */
export async function ensureGenerated(
  model: Model,
  kept: KeptSecret,
  { cluster, random }: GenerateWorld,
): Promise<Ensured> {
  const { wanted, present } = kept;
  const { name } = wanted;
  if (lostKeys(kept).length + changedKeys(kept).length > 0)
    throw new TypeError(`Cannot make Secret "${name}": keys of it were lost or changed`);
  const found = valuesOf(present);
  const drawn = Object.entries(wanted.keys)
    .filter(([key]) => found[key] === undefined)
    .map(([key, how]) => [key, draw(how, random)] as const);
  const values = { ...found, ...Object.fromEntries(drawn) };
  const known = kept.memo ?? { salt: random.alphanumeric(SALT_LENGTH), fingerprints: {} };
  const memo = remember(known, irreplaceableKeys(wanted), values);
  const note = writeNote(model.name, memo);
  const version = present && { uid: present.uid, resourceVersion: present.resourceVersion };
  if (version === undefined) await cluster.create(secret(model, wanted, { values, note }));
  else if (drawn.length > 0)
    await cluster.apply(secret(model, wanted, { values, note, version }), {
      manager: FIELD_MANAGER,
    });
  else if (present?.annotations[KEYS_ANNOTATION] !== note)
    await cluster.apply(noted(model, wanted, { note, version }), { manager: KEYS_MANAGER });
  return { name, values, memo };
}

/** Digits come by way of a hash, which keeps all that was drawn. */
const draw = ({ length, hex = false }: GeneratedKey, random: Random): string =>
  hex ? sha256(random.alphanumeric(64)).slice(0, length) : random.alphanumeric(length);

/** Which version of a Secret a write is meant for. */
type Version = Required<Pick<ObjectMeta, 'uid' | 'resourceVersion'>>;

function secret(
  model: Model,
  { name, part }: GeneratedSecret,
  {
    values,
    note,
    version,
  }: { readonly values: SecretValues; readonly note: string; readonly version?: Version },
): KubeObject {
  const data = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      Buffer.from(value, 'utf8').toString('base64'),
    ]),
  );
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace: model.namespace,
      ...version,
      labels: labels(model, part),
      annotations: { [KEYS_ANNOTATION]: note },
    },
    type: 'Opaque',
    data,
  };
}

/** The note alone: values and labels of a Secret that somebody brought stay theirs. */
const noted = (
  { namespace }: Model,
  { name }: GeneratedSecret,
  { note, version }: { readonly note: string; readonly version: Version },
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace, ...version, annotations: { [KEYS_ANNOTATION]: note } },
});
