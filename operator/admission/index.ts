import type { KubeObject } from '../api/object.ts';
import { SHARED_ENDPOINTS } from '../preflight/endpoints.ts';
import type { Product } from '../products/product.ts';
import { installations } from './installations.ts';
import { workloads } from './workloads.ts';

/** Everything that the API server refuses by itself, whether the operator runs or not. */
export const admission = (products: readonly Product[]): readonly KubeObject[] => [
  ...installations([...SHARED_ENDPOINTS, ...products.flatMap(({ endpoints }) => endpoints)]),
  ...workloads(),
];
