import { defineProduct } from '../product.ts';
import { advice } from './advice.ts';
import { benchOf } from './bench.ts';
import { check } from './checks/index.ts';
import { endpoints } from './endpoints.ts';
import { inquiry } from './inquiry.ts';
import { license } from './license.ts';
import { PARTS } from './parts/index.ts';
import { references } from './references.ts';
import { RELEASES } from './releases/index.ts';
import { generatedSecrets } from './secrets.ts';
import { TenantPlaneSpec } from './spec/index.ts';
import { volumes } from './volumes.ts';

/** The AtlasAI Tenant Plane in offline mode. */
export const tenantPlane = defineProduct<TenantPlaneSpec>({
  name: 'TenantPlane',
  member: 'tenantPlane',
  schema: TenantPlaneSpec,
  releases: RELEASES,
  license,
  references,
  endpoints,
  secrets: generatedSecrets,
  volumes,
  seeds: () => [],
  check,
  advice,
  inquiry,
  parts: (model, inputs) => {
    const context = { model, inputs, bench: benchOf(model, inputs) };
    return PARTS.flatMap((part) => part(context) ?? []);
  },
});
