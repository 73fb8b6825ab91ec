import { defineProduct } from '../product.ts';
import { check } from './check.ts';
import { environment } from './environment.ts';
import { PARTS } from './parts/index.ts';
import { references } from './references.ts';
import { v3_1_2 } from './releases/v3.1.2.ts';
import { v3_1_4 } from './releases/v3.1.4.ts';
import { generatedSecrets } from './secrets.ts';
import { PlaneSpec } from './spec.ts';

/** Plane, the airgapped edition. */
export const plane = defineProduct<PlaneSpec>({
  name: 'Plane',
  member: 'plane',
  schema: PlaneSpec,
  releases: [v3_1_2, v3_1_4],
  references,
  secrets: generatedSecrets,
  check,
  parts: (model, inputs) => {
    const context = { model, inputs, environment: environment(model, inputs) };
    return PARTS.flatMap((part) => part(context) ?? []);
  },
});
