import { OLDER_ANNOTATION } from '../api/group.ts';
import { assess } from '../license/assess.ts';
import type { Assessment } from '../license/assess.ts';
import { offeredIn } from '../license/offered.ts';
import type { Offered } from '../license/offered.ts';
import type { KeySet } from '../license/key-set.ts';
import type { LicenseSource, Model } from '../model/model.ts';
import { heldLicense } from '../model/names.ts';
import type { Cache } from '../observe/cache.ts';
import type { Licenses } from '../observe/licenses.ts';
import type { SecretFact, SecretReader } from '../observe/secrets.ts';
import type { Clock } from '../ports/clock.ts';
import type { Product } from '../products/product.ts';
import { opaqueLicense } from './license.ts';
import type { LicenseFacts, SignedLicense } from './license.ts';

/** What reading a licence needs. */
export interface LicenseWorld {
  readonly secrets: SecretReader;
  readonly cache: Pick<Cache, 'installations'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Left out where nobody can say which keys count: then signed licences are not judged. */
  readonly licenses?: Licenses | undefined;
}

/** Reads the licence of a model and judges it; undefined where the spec names none. */
export async function gatherLicense(
  model: Model,
  product: Product,
  world: LicenseWorld,
): Promise<LicenseFacts | undefined> {
  const { license: source } = model;
  if (source === undefined) return undefined;
  const { license: format } = product;
  if (format.kind === 'Opaque')
    return opaqueLicense(source, await world.secrets.read(model.namespace, source.name), {
      steps: format.steps(model),
      at: world.clock.now(),
    });
  const bench = await world.licenses?.bench();
  if (bench === undefined || world.licenses === undefined) return { kind: 'Unjudged', source };
  const stored = await world.secrets.stored(model.namespace, source.name);
  const kept = await world.secrets.read(model.namespace, heldLicense(model));
  const held = textOf(kept, 'license');
  const offered = offeredOf(stored?.fact, source, bench.keys);
  const tenant = format.tenant(model);
  const demands = format.demands(model);
  const assessment = await assess({
    ...bench,
    ...world.licenses.historyOf(model.uid, tenant ?? model.uid),
    offered: [offered],
    held,
    tenant,
    demands,
    acknowledged: stored?.annotations[OLDER_ANNOTATION],
  });
  return {
    kind: 'Signed',
    source,
    shown: assessment.shown,
    inForce: assessment.inForce,
    token: tokenOf(assessment, offered, held),
    publicKey: pemOf(assessment, bench.keys) ?? textOf(kept, 'publicKey'),
    tenant,
    cluster: bench.cluster,
    sharedWith: sharedWith(assessment, model, world.cache),
    demands,
    list: assessment.list,
    notes: assessment.notes,
  };
}

function offeredOf(fact: SecretFact | undefined, { key }: LicenseSource, keys: KeySet): Offered {
  const value = fact?.[key];
  if (fact === undefined || value === undefined) return undefined;
  if ('binary' in value) return { code: 'Malformed', message: 'is not text' };
  const texts = Object.entries(fact).flatMap(([name, one]) =>
    'text' in one ? [[name, one.text] as const] : [],
  );
  return offeredIn(Object.fromEntries(texts), key, keys);
}

/** A key is known by its name: two of one name are none. */
const pemOf = ({ inForce }: Assessment, { keys }: KeySet): string | undefined =>
  keys
    .find(({ kid }) => kid === inForce.license?.keyId)
    ?.key.export({ type: 'spki', format: 'pem' })
    .toString();

const textOf = (fact: SecretFact | undefined, key: string): string | undefined => {
  const value = fact?.[key];
  return value !== undefined && 'text' in value ? value.text : undefined;
};

/**
 * What the product is given: the licence in force, else the one that it had, else what was offered, because a licence
 * that is no good is told and takes nothing from anybody.
 */
function tokenOf(
  { index }: Assessment,
  offered: Offered,
  held: string | undefined,
): string | undefined {
  const given = typeof offered === 'string' ? offered.trim() : undefined;
  return index === 0 ? given : (held ?? given);
}

function sharedWith(
  { inForce }: Assessment,
  { uid }: Model,
  cache: Pick<Cache, 'installations'>,
): SignedLicense['sharedWith'] {
  const jti = inForce.license?.jti;
  if (jti === undefined) return [];
  return [...cache.installations()]
    .filter((other) => other.uid !== uid && other.status?.license?.jti === jti)
    .map(({ namespace, name }) => `${namespace}/${name}`)
    .sort();
}
