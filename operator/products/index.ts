import { plane } from './plane/index.ts';
import type { Product } from './product.ts';
import { tenantPlane } from './tenant-plane/index.ts';

/** Every product that can be installed. A new one is one line here. */
export const PRODUCTS: readonly Product[] = [plane, tenantPlane];
