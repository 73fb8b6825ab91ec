import type { KubernetesVersion } from '../model/kubernetes.ts';
import type { ClassFact } from '../observe/class.ts';
import type { ClaimFact } from '../observe/claim.ts';
import type { SecretFact } from '../observe/secrets.ts';
import type { Reference, Volume } from '../products/product.ts';
import type { AcceptedSpec } from './accepted.ts';
import type { CertificateFacts } from './certificates.ts';
import type { Endpoint } from './endpoints.ts';
import type { KeptSecret } from './kept.ts';
import type { PolicyFact } from './policy.ts';
import type { LicenseFacts } from './license.ts';

/** What the cluster is, as far as one spec needs it. Read once; every decision after it is pure. */
export interface Facts {
  /** Version of the API server; undefined where it may not be asked, and offline. */
  readonly kubernetes?: KubernetesVersion | undefined;
  /** References of the spec, the shared ones and the product's. */
  readonly references: readonly Reference[];
  /** Secrets by name; undefined for one that is not there. */
  readonly secrets: Readonly<Record<string, SecretFact | undefined>>;
  /** Volumes of the spec, and those of their claims that exist, by name. */
  readonly volumes: readonly Volume[];
  readonly claims: Readonly<Record<string, ClaimFact | undefined>>;
  readonly storageClasses: readonly ClassFact[];
  readonly ingressClasses: readonly ClassFact[];
  readonly priorityClasses: readonly ClassFact[];
  /** API groups served by others that the spec needs, and whether they answer; empty where nobody asked. */
  readonly apiServices: Readonly<Record<string, boolean>>;
  /** Issuers that the spec names and that exist, as `ClusterIssuer/name`. */
  readonly issuers: readonly string[];
  /** Certificates of the domain and of trusted authorities, as they are now. */
  readonly certificates: CertificateFacts;
  /** The licence as it is now; undefined where the spec names none. */
  readonly license: LicenseFacts | undefined;
  /** Secrets that the operator makes and keeps, as they are now. */
  readonly kept: readonly KeptSecret[];
  /** The spec that is being tended, if one was ever accepted. */
  readonly accepted: AcceptedSpec | undefined;
  /** Every place of the spec that names a host. */
  readonly endpoints: readonly Endpoint[];
  /** What counts as inside for the namespace. */
  readonly policy: PolicyFact;
}
