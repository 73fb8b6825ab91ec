import { FIELD_MANAGER } from '../api/group.ts';
import { KINDS, ref } from '../api/kinds.ts';
import type { KubeObject } from '../api/object.ts';
import type { Model } from '../model/model.ts';
import { labels } from '../model/names.ts';
import type { SecretFact, SecretReader } from '../observe/secrets.ts';
import { isApiError } from '../ports/api-error.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Random } from '../ports/random.ts';
import type { GeneratedSecret } from '../products/product.ts';

/** What making Secrets needs. */
export interface GenerateWorld {
  readonly cluster: Cluster;
  readonly secrets: SecretReader;
  readonly random: Random;
}

/** Plain values of one Secret. */
export type SecretValues = Readonly<Record<string, string>>;

/**
 * Values of a Secret that is made once and kept: read where it exists, created where not.
 *
 * *Guarantees*: a value that exists is never changed; a Secret without an owner outlives the resource, and one that
 * lies there under the name is adopted. *Throws* what the world throws.
 */
export async function ensureGenerated(
  model: Model,
  wanted: GeneratedSecret,
  world: GenerateWorld,
): Promise<SecretValues> {
  const present = await world.secrets.read(model.namespace, wanted.name);
  if (present !== undefined) return complete(model, wanted, { present, world });
  const values = Object.fromEntries(
    Object.entries(wanted.keys).map(([key, { length }]) => [
      key,
      world.random.alphanumeric(length),
    ]),
  );
  try {
    await world.cluster.create(secret(model, wanted, values));
    return values;
  } catch (error) {
    if (!isApiError(error, 'AlreadyExists')) throw error;
    // The cache has not seen it yet: what is stored counts, not what was just drawn.
    return stored(model, wanted, world);
  }
}

async function complete(
  model: Model,
  wanted: GeneratedSecret,
  { present, world }: { readonly present: SecretFact; readonly world: GenerateWorld },
): Promise<SecretValues> {
  const values = texts(present);
  const missing = Object.entries(wanted.keys).filter(
    ([key]) => values[key] === undefined || values[key] === '',
  );
  if (missing.length === 0) return values;
  const added = Object.fromEntries(
    missing.map(([key, { length }]) => [key, world.random.alphanumeric(length)]),
  );
  await world.cluster.apply(secret(model, wanted, { ...values, ...added }), {
    manager: FIELD_MANAGER,
  });
  return { ...values, ...added };
}

async function stored(
  model: Model,
  wanted: GeneratedSecret,
  world: GenerateWorld,
): Promise<SecretValues> {
  const object = await world.cluster.read(ref(KINDS.Secret, wanted.name, model.namespace));
  const data = (object?.['data'] ?? {}) as SecretValues;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString('utf8'),
    ]),
  );
}

const texts = (fact: SecretFact): SecretValues =>
  Object.fromEntries(
    Object.entries(fact).flatMap(([key, value]) =>
      'text' in value ? [[key, value.text] as const] : [],
    ),
  );

function secret(model: Model, { name, part }: GeneratedSecret, values: SecretValues): KubeObject {
  const data = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      Buffer.from(value, 'utf8').toString('base64'),
    ]),
  );
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: model.namespace, labels: labels(model, part) },
    type: 'Opaque',
    data,
  };
}
