import type { ClassFact } from '../observe/cache.ts';
import type { SecretFact } from '../observe/secrets.ts';
import type { Reference } from '../products/product.ts';
import type { AcceptedSpec } from './accepted.ts';

/** What the cluster is, as far as one spec needs it. Read once; every decision after it is pure. */
export interface Facts {
  /** References of the spec, the shared ones and the product's. */
  readonly references: readonly Reference[];
  /** Secrets by name; undefined for one that is not there. */
  readonly secrets: Readonly<Record<string, SecretFact | undefined>>;
  readonly storageClasses: readonly ClassFact[];
  readonly ingressClasses: readonly ClassFact[];
  /** Issuers that the spec names and that exist, as `ClusterIssuer/name`. */
  readonly issuers: readonly string[];
  /** The spec that is being tended, if one was ever accepted. */
  readonly accepted: AcceptedSpec | undefined;
}
