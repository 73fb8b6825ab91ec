import type { Inputs, Part } from '../product.ts';
import type { Bench } from '../shared/workload.ts';
import type { TenantPlaneModel } from './model.ts';
import type { Keeper, Workload } from './releases/release.ts';

/** What every part is rendered from. */
export interface Context {
  readonly model: TenantPlaneModel;
  readonly inputs: Inputs;
  readonly bench: Bench<Workload, Keeper>;
}

/** One part of the Tenant Plane: undefined when the spec does not want it. */
export type TenantPlanePart = (context: Context) => Part | undefined;
