import type { Release, Variant } from './release.ts';

/** One key of one Secret, complete. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** Where the licence is, and what is to follow from it. */
export interface LicenseSource extends SecretKey {
  readonly enforcement: 'Report' | 'BlockGrowth';
  /** Plan that the spec names. */
  readonly plan: 'Pro' | 'Business' | 'EnterpriseGrid' | undefined;
  /** End that the spec declares, in milliseconds since the epoch. */
  readonly declaredExpiry: number | undefined;
}

/** What a spec means, with every default filled in: past it nobody looks at the spec. */
export interface Model<Own = unknown> {
  readonly name: string;
  readonly namespace: string;
  /** UID of the PlaneInstallation; empty when rendered offline. */
  readonly uid: string;
  readonly product: string;
  readonly release: Release;
  readonly profile: Profile;
  readonly domain: string;
  /** Scheme by which browsers reach the domain. */
  readonly scheme: 'http' | 'https';
  readonly images: {
    readonly registry: string;
    /** Undefined for the standard images. */
    readonly variant: Variant | undefined;
    readonly pullSecrets: readonly string[];
    readonly overrides: Readonly<
      Record<string, { readonly repository?: string; readonly tag?: string }>
    >;
  };
  readonly license: LicenseSource | undefined;
  readonly ingress: {
    readonly className: string;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly certificates: Certificates | undefined;
  readonly trust: SecretKey | undefined;
  /** StorageClass; undefined means the cluster's default, and then the field is not written at all. */
  readonly storageClass: string | undefined;
  readonly database: Database;
  readonly deletionPolicy: 'Retain' | 'Delete';
  /** The product's member of the spec, its shape checked by the product's schema. */
  readonly own: Own;
}

/** What the installation is run for: a release has defaults for each. */
export type Profile = 'Standard' | 'HighAvailability';

/** Where the certificate of the domain comes from. */
export type Certificates =
  | { readonly kind: 'secret'; readonly secretName: string }
  | {
      readonly kind: 'issuer';
      readonly secretName: string;
      readonly issuer: { readonly kind: 'Issuer' | 'ClusterIssuer'; readonly name: string };
    };

/** Where the relational database is. */
export type Database =
  | { readonly kind: 'embedded'; readonly size: string | undefined }
  | { readonly kind: 'external'; readonly secret: SecretKey };

/** A spec's own identity beside its fields. */
export interface Identity {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
}
