import type { Inputs } from '../product.ts';
import { trusted } from '../shared/trust.ts';
import type { Bench } from '../shared/workload.ts';
import { hasPostgres } from './model.ts';
import type { TenantPlaneModel } from './model.ts';
import { releaseOf } from './releases/index.ts';
import type { Keeper, Workload } from './releases/release.ts';
import { volumeOf } from './volumes.ts';

/** What the parts of the Tenant Plane are made with. */
export const benchOf = (model: TenantPlaneModel, inputs: Inputs): Bench<Workload, Keeper> => ({
  model,
  inputs,
  trust: trusted(model, inputs, { hasStores: hasPostgres(model) }),
  defaults: releaseOf(model.release.version).defaults,
  // The vendor publishes no user; this is the one that images of Node bring along.
  user: { uid: 1000, gid: 1000 },
  variables: () => ({}),
  volumeOf: (part) => volumeOf(model, part),
});
