import { defineProduct } from '../product.ts';
import { advice } from './advice.ts';
import { check } from './checks/index.ts';
import { endpoints } from './endpoints.ts';
import { environment } from './environment/index.ts';
import { license } from './license.ts';
import { PARTS } from './parts/index.ts';
import { references } from './references.ts';
import { releaseOf, RELEASES } from './releases/index.ts';
import { generatedSecrets } from './secrets.ts';
import { seeds } from './seeds.ts';
import { PlaneSpec } from './spec/index.ts';
import { volumes } from './volumes.ts';

/** Plane, the airgapped edition. */
export const plane = defineProduct<PlaneSpec>({
  name: 'Plane',
  member: 'plane',
  schema: PlaneSpec,
  releases: RELEASES,
  license,
  references,
  endpoints,
  secrets: generatedSecrets,
  volumes,
  seeds,
  check,
  advice,
  parts: (model, inputs) => {
    const context = {
      model,
      inputs,
      release: releaseOf(model.release.version),
      environment: environment(model, inputs),
    };
    return PARTS.flatMap((part) => part(context) ?? []);
  },
});
