import type { Finding } from '../../../api/finding.ts';
import type { CheckInput } from '../../product.ts';
import { domain } from '../../shared/checks/domain.ts';
import { trust } from '../../shared/checks/trust.ts';
import type { TenantPlaneSpec } from '../spec/index.ts';
import { ai, aiValues } from './ai.ts';
import { database } from './database.ts';
import { highAvailability } from './high-availability.ts';
import { images } from './images.ts';
import { license } from './license.ts';
import { resources } from './resources.ts';
import { trial } from './trial.ts';

/** Checks of the spec alone. */
const OF_SPEC = [domain, images, license, resources, trial, highAvailability, ai];
/** Checks of what stands in Secrets. */
const OF_VALUES = [aiValues, database, trust];

/** Everything wrong that the schema cannot say. */
export const check = ({ model, inputs }: CheckInput<TenantPlaneSpec>): readonly Finding[] => [
  ...OF_SPEC.flatMap((rule) => [...rule(model)]),
  ...(inputs === undefined ? [] : OF_VALUES.flatMap((rule) => [...rule(model, inputs)])),
];
