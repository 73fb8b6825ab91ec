import type { Part } from '../product.ts';
import type { Resources } from '../shared/pod.ts';
import * as shared from '../shared/workload.ts';
import type { Bench } from '../shared/workload.ts';
import type { Context } from './context.ts';
import { VENDOR_USER } from './context.ts';
import { requiring } from './fips.ts';
import type { Keeper, Workload } from './releases/release.ts';
import { volumeOf } from './volumes.ts';

export { merged, owning } from '../shared/workload.ts';

/** What the parts of Plane are made with. */
export const benchOf = ({
  model,
  inputs,
  environment: { trust },
  release: { defaults },
}: Context): Bench<Workload, Keeper> => ({
  model,
  inputs,
  trust,
  defaults,
  user: VENDOR_USER,
  variables: (image) => requiring(model, image),
  volumeOf: (part) => volumeOf(model, part),
});

/** A stateless part of Plane. */
export type Stateless = shared.Stateless<Workload>;

/** A Deployment with its Service. */
export const stateless = (context: Context, part: Stateless): Part =>
  shared.stateless(benchOf(context), part);

/** A StatefulSet with its Service. */
export const stateful = (context: Context, part: shared.Stateful<Keeper>): Part =>
  shared.stateful(benchOf(context), part);

/** Bytes of memory that a part may have: what its own settings are made of. */
export const memoryLimit = (
  { release: { defaults } }: Context,
  name: Workload,
  asked?: Resources,
): bigint => shared.memoryLimit(defaults.resources[name], asked);
