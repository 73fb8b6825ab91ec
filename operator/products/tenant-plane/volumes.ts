import { childName } from '../../model/names.ts';
import type { Volume } from '../product.ts';
import { VOLUME } from '../shared/workload.ts';
import { hasPostgres, isTrial } from './model.ts';
import type { TenantPlaneModel } from './model.ts';
import { releaseOf } from './releases/index.ts';
import type { Keeper } from './releases/release.ts';

/** The volume of one part. */
export const volumeOf = (model: TenantPlaneModel, part: Keeper): Volume => ({
  claim: `${VOLUME}-${childName(model, part)}-0`,
  path: 'spec.database.embedded.size',
  asked: model.database.kind === 'embedded' ? model.database.size : undefined,
  size: releaseOf(model.release.version).defaults.volumes[part],
});

/** The one volume with data, if the operator has it. */
export const volumes = (model: TenantPlaneModel): readonly Volume[] => [
  ...(hasPostgres(model) ? [volumeOf(model, 'postgres')] : []),
  ...(isTrial(model) ? [volumeOf(model, 'server')] : []),
];
