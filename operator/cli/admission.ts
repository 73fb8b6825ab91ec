import { admission } from '../admission/index.ts';
import { toYamlStream } from '../lib/yaml.ts';
import type { Product } from '../products/product.ts';
import type { Console } from './print.ts';

/** `admission`: what the API server refuses by itself, for `kubectl apply -f -`; the chart holds the same. */
export function printAdmission(products: readonly Product[], console: Console): number {
  console.out(toYamlStream(admission(products)));
  return 0;
}
