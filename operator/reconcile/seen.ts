import type { PartState } from '../apply/gates.ts';
import type { AcceptedRecord } from '../apply/accept.ts';
import type { Observed } from '../observe/observed.ts';
import { parseSpec } from '../api/parse.ts';
import type { Identity } from '../model/model.ts';
import { resolve } from '../model/resolve.ts';
import type { AcceptedSpec } from '../preflight/accepted.ts';
import { NO_ADVICE } from '../products/product.ts';
import type { Advice, Product } from '../products/product.ts';
import type { Tended } from '../status/report.ts';
import type { World } from './world.ts';

/** What the cache shows of an accepted spec, without rendering it again. */
export function seen(
  { accepted }: AcceptedRecord,
  { namespace, name, uid }: Identity,
  { cache, products }: Pick<World, 'cache' | 'products'>,
): Tended {
  const wanted = accepted.inventory.map((ref) => ({ ref, observed: cache.get(ref) }));
  const children = cache
    .children(namespace, name)
    .filter(({ owner, kind }) => owner === uid && kind !== 'ControllerRevision');
  const parts = [...new Set(children.flatMap(({ part }) => part ?? []))].sort();
  const gone = wanted.filter(({ observed }) => observed === undefined).length;
  return {
    generation: accepted.generation,
    version: accepted.spec.version,
    parts: parts
      .map((part) =>
        partSeen(
          part,
          children.filter((child) => child.part === part),
        ),
      )
      .concat(gone === 0 ? [] : [absent]),
    inventory: accepted.inventory,
    advice: adviceOn(accepted, { namespace, name, uid }, products),
  };
}

/** What the product tells of an accepted spec; nothing of one that this operator no longer understands. */
function adviceOn(
  { spec }: AcceptedSpec,
  identity: Identity,
  products: readonly Product[],
): Advice {
  const parsed = parseSpec(products, spec);
  const product = products.find(({ name }) => name === spec.product);
  const isKnown = product?.releases.some(({ version }) => version === spec.version) ?? false;
  if (!parsed.ok || product === undefined || !isKnown) return NO_ADVICE;
  return product.advice(resolve(parsed.value, identity, product));
}

const absent: PartState = {
  name: 'missing',
  state: 'Failed',
  waitsFor: [],
  message: 'objects of the accepted spec are gone and cannot be made again now',
  kind: undefined,
  pods: undefined,
};

function partSeen(name: string, objects: readonly Observed[]): PartState {
  const workload =
    objects.find(({ health }) => health.pods !== undefined) ??
    objects.find(({ kind }) => kind === 'Job');
  const worst =
    objects.find(({ health }) => health.state === 'failed') ??
    objects.find(({ health }) => health.state !== 'ready');
  return {
    name,
    kind: workload?.kind,
    pods: workload?.health.pods,
    waitsFor: [],
    state:
      worst === undefined ? 'Ready' : worst.health.state === 'failed' ? 'Failed' : 'Progressing',
    message: worst === undefined ? '' : `${worst.kind}: ${worst.health.message}`,
  };
}
