import type { Model } from '../../model/model.ts';
import type { TenantPlaneSpec } from './spec/index.ts';

/** A model of the Tenant Plane. */
export type TenantPlaneModel = Model<TenantPlaneSpec>;

/** Whether data lies in SQLite on a volume of the server. */
export const isTrial = ({ own }: TenantPlaneModel): boolean => own.trial !== undefined;

/** Whether the operator runs PostgreSQL. */
export const hasPostgres = (model: TenantPlaneModel): boolean =>
  model.database.kind === 'embedded' && !isTrial(model);
