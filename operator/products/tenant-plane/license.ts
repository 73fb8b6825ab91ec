import type { LicenseFormat } from '../product.ts';
import type { TenantPlaneSpec } from './spec/index.ts';

/**
 * A JWT that AtlasAI signs for one tenant. What it limits is counted by the product itself; of the spec nothing shows an
 * amount or needs an add-on.
 */
export const license: LicenseFormat<TenantPlaneSpec> = {
  kind: 'Signed',
  tenant: ({ own }) => own.tenantId,
  demands: () => [],
};
