import type { Finding } from '../../../api/finding.ts';
import type { CheckInput } from '../../product.ts';
import type { PlaneSpec } from '../spec/index.ts';
import { ai, aiValues } from './ai.ts';
import { connections } from './connections.ts';
import { domain } from '../../shared/checks/domain.ts';
import { fips } from './fips.ts';
import { highAvailability } from './high-availability.ts';
import { intake } from './intake.ts';
import { integrations } from './integrations.ts';
import { objectStore } from './object-store.ts';
import { published } from './published.ts';
import { resources } from './resources.ts';
import { search } from './search.ts';
import { trust } from '../../shared/checks/trust.ts';

/** Checks of the spec alone. */
const OF_SPEC = [domain, resources, fips, highAvailability, integrations, ai];
/** Checks of what stands in Secrets. */
const OF_VALUES = [aiValues, connections, objectStore, search, trust, intake];

/** Everything wrong that the schema cannot say. */
export const check = (input: CheckInput<PlaneSpec>): readonly Finding[] => {
  const { model, inputs } = input;
  return [
    ...OF_SPEC.flatMap((rule) => [...rule(model)]),
    ...(inputs === undefined ? [] : OF_VALUES.flatMap((rule) => [...rule(model, inputs)])),
    ...published(input),
  ];
};
