import type { Finding } from '../api/finding.ts';
import type { ObjectRef } from '../api/object.ts';
import type { PartState } from '../apply/gates.ts';
import type { SeenCertificate } from '../preflight/certificates.ts';
import type { LicenseFacts } from '../preflight/license.ts';
import type { Advice } from '../products/product.ts';

/** Whether the irreplaceable keys of a generated Secret were exported. */
export interface KeptKeys {
  /** Name of the Secret. */
  readonly name: string;
  /** Outdated: exported before a key was added or changed. Gone: the Secret is, and with it the note of its export. */
  readonly exported: 'Current' | 'Outdated' | 'Never' | 'Gone';
}

/** What is being tended: the accepted spec, and how far its parts are. */
export interface Tended {
  /** Generation whose spec it is. */
  readonly generation: number;
  readonly version: string;
  readonly parts: readonly PartState[];
  readonly inventory: readonly ObjectRef[];
  /** Generated Secrets with irreplaceable keys; left out where the record tells of none. */
  readonly keys?: readonly KeptKeys[];
  /** What the product tells of it. */
  readonly advice: Advice;
  /** What the running product has answered; left out for one that is asked nothing. */
  readonly answers?: Advice['conditions'];
}

/** Certificates of what is asked; of what is tended where the asked spec has no meaning. */
export interface CertificateReport {
  readonly seen: readonly SeenCertificate[];
  /** What speaks against them, or will soon. */
  readonly findings: readonly Finding[];
}

/** Where what is asked leads; what is tended where the asked spec has no meaning. */
export interface EndpointReport {
  /** How many places were judged. */
  readonly judged: number;
  /** What leads outside, or cannot be proven to stay inside. */
  readonly findings: readonly Finding[];
}

/** The licence of what is asked; of what is tended where the asked spec has no meaning. */
export interface LicenseReport {
  /** Undefined where the spec names none. */
  readonly facts: LicenseFacts | undefined;
  /** What there is to say of it. */
  readonly findings: readonly Finding[];
}

/** How a pass ended, and what is known of certificates, endpoints and the licence. */
export type Report = Ending & {
  readonly certificates?: CertificateReport | undefined;
  readonly endpoints?: EndpointReport | undefined;
  readonly license?: LicenseReport | undefined;
};

/** How a pass ended. */
export type Ending =
  /** The asked spec is the accepted one, and its objects are as desired or becoming so. */
  | { readonly kind: 'applied'; readonly tended: Tended; readonly findings: readonly Finding[] }
  /** The asked spec cannot be carried out as it stands. */
  | {
      readonly kind: 'refused';
      readonly tended: Tended | undefined;
      readonly findings: readonly Finding[];
    }
  /** The asked spec can be carried out once something else has appeared. */
  | {
      readonly kind: 'waiting';
      readonly tended: Tended | undefined;
      readonly findings: readonly Finding[];
    }
  /** spec.suspend: nothing was written. */
  | {
      readonly kind: 'suspended';
      readonly tended: Tended | undefined;
      readonly findings: readonly Finding[];
      readonly pending: boolean;
    }
  /** The resource is being deleted. */
  | {
      readonly kind: 'deleting';
      readonly tended: undefined;
      readonly findings: readonly Finding[];
      readonly message: string;
    }
  /** The world failed; tried again with backoff. */
  | {
      readonly kind: 'failed';
      readonly tended: Tended | undefined;
      readonly findings: readonly Finding[];
      readonly message: string;
    };
