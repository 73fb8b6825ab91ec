import type * as z from 'zod';

import type { Finding } from '../api/finding.ts';
import type { KubeObject } from '../api/object.ts';
import type { ProductCondition } from '../api/reasons.ts';
import type { IntegrationStatus } from '../api/status.ts';
import type { Verdict } from '../api/verdict.ts';
import type { Demand } from '../license/demand.ts';
import type { Model, SecretKey } from '../model/model.ts';
import type { Release } from '../model/release.ts';
import type { EndpointField } from './endpoint.ts';

/** Something outside the installation that has to be there. */
export type Reference =
  | {
      readonly kind: 'Secret';
      /** Path in the spec that names it. */
      readonly path: string;
      readonly name: string;
      /** Keys that must be there, not empty, and valid UTF-8 text. */
      readonly keys: readonly string[];
      /** Most bytes that one key may have; 1 MiB when left out. */
      readonly maxBytes?: number;
    }
  | {
      readonly kind:
        | 'StorageClass'
        | 'IngressClass'
        | 'PriorityClass'
        | 'APIService'
        | 'Issuer'
        | 'ClusterIssuer';
      readonly path: string;
      readonly name: string;
    };

/** One value that the operator draws. */
export interface GeneratedKey {
  /** Characters: the alphabet is A-Z a-z 0-9, safe in URLs and shells. */
  readonly length: number;
  /** Digits 0-9 a-f instead, at most 64 of them. */
  readonly hex?: boolean;
  /**
   * Something that was stored depends on this very value, so that it is drawn for an empty store alone: once lost or
   * changed, everything stops until it is back. Other keys may be drawn again, which rolls their consumers.
   */
  readonly irreplaceable?: boolean;
}

/** A Secret that the operator makes once and keeps: its values are never changed and outlive the resource. */
export interface GeneratedSecret {
  readonly name: string;
  readonly part: string;
  readonly keys: Readonly<Record<string, GeneratedKey>>;
  /** Claims whose data was written with irreplaceable keys: while one is there, a lost key is not drawn again. */
  readonly claims?: readonly string[];
}

/** A volume that outlives its part: the claim of a StatefulSet's pod. */
export interface Volume {
  /** Name of the PersistentVolumeClaim. */
  readonly claim: string;
  /** Path in the spec that gives its size. */
  readonly path: string;
  /** What the spec gives there. */
  readonly asked: string | undefined;
  /** Size of a new volume where the spec gives none: the release's. */
  readonly size: string;
}

/** What rendering needs of the cluster: values of Secrets, generated and referenced, and sizes of claims. */
export interface Inputs {
  /** Sizes that claims ask for now, by name of the claim; empty for a new installation, absent offline. */
  readonly claims?: Readonly<Record<string, string>>;
  /** The signed licence in force, where the product has one; undefined offline and while there is none. */
  readonly license?: string | undefined;
  /** The pinned public key that verified it, in PEM. */
  readonly licenseKey?: string | undefined;
  /** Throws a TypeError for a Secret or key that was neither generated nor referenced. */
  value(secret: string, key: string): string;
}

/**
 * Whose `replicas` is. `asked`: the spec gives it, and it is ours. `suggested`: it is the release's default, and left
 * alone while another field manager (kubectl scale, an HPA) owns it. `yielded`: it is written when the object is made,
 * and never again.
 */
export type Scale = 'asked' | 'suggested' | 'yielded';

/** One workload of a product with all its objects. */
export interface Part {
  /** `api`: also the value of the component label. */
  readonly name: string;
  /** Parts that must be healthy before this one is created or changed. */
  readonly after: readonly string[];
  /** Whose the number of pods is; `suggested` when left out. */
  readonly scale?: Scale;
  /** Without namespace, owner and common labels on `metadata`: the engine stamps those on all alike. */
  readonly objects: readonly KubeObject[];
}

/** What a rule of a product may look at. */
export interface CheckInput<Own> {
  readonly model: Model<Own>;
  /** Undefined when it cannot be known (offline). */
  readonly inputs: Inputs | undefined;
  /** Values of generated Secrets that are there, by name and key: a user may have brought them. Left out offline. */
  readonly kept?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A field that the product reads once, when it first starts, and then keeps in its own data. */
export interface Seed {
  readonly path: string;
  /** What the spec says there, for people: the default too has a text. Never a value of a Secret. */
  readonly value: string;
  /** Where it is changed later: `in God Mode under Email`. */
  readonly where: string;
}

/** What a product has to tell of a spec beside its parts: for the administrator, not for the cluster. */
export interface Advice {
  /** One that is left out is not shown. None of them makes the resource more or less Ready. */
  readonly conditions: Readonly<Partial<Record<ProductCondition, Verdict>>>;
  /** Servers of the site that the product works with, and what has to be registered on both sides. */
  readonly integrations: readonly IntegrationStatus[];
}

/** One question to the running product, and what its answer means. */
export interface Question {
  readonly condition: ProductCondition;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
  /** Of an answer that was read to its end: its status, and its JSON, undefined where it is none. */
  verdict(status: number, body: unknown): Verdict;
}

/** What the running product is asked, once it runs as accepted. */
export interface Inquiry {
  /** Part whose Service is asked, and its port. */
  readonly part: string;
  readonly port: number;
  /** Token of an administrator; undefined while the spec names none. */
  readonly token: SecretKey | undefined;
  readonly questions: readonly Question[];
  /** What holds where nothing is asked, whatever the product would answer. */
  readonly known: Readonly<Partial<Record<ProductCondition, Verdict>>>;
}

/** A product that has nothing to tell. */
export const NO_ADVICE: Advice = { conditions: {}, integrations: [] };

/** Who can read the licence of a product. */
export type LicenseFormat<Own> =
  | {
      /** A signed token, which the operator judges. The one in force is in the Secret `heldLicense(model)`. */
      readonly kind: 'Signed';
      /** Tenant that it has to be for; undefined for a product without tenants. */
      tenant(model: Model<Own>): string | undefined;
      /** What the spec asks for that a licence has to permit, as far as the spec shows it. */
      demands(model: Model<Own>): readonly Demand[];
    }
  | {
      /** A file in the product's own format: it is never read by anybody else. */
      readonly kind: 'Opaque';
      /** What an administrator does by hand so that the product takes the file, in order. */
      steps(model: Model<Own>): readonly string[];
    };

/** A product, written for its own part of the spec. */
export interface ProductDefinition<Own> {
  /** Value of `spec.product`. */
  readonly name: string;
  /** Member of the spec that belongs to it. */
  readonly member: string;
  readonly schema: z.ZodType<Own>;
  /** Oldest first. */
  readonly releases: readonly Release[];
  readonly license: LicenseFormat<Own>;
  /** References beyond those of the shared fields. */
  references(model: Model<Own>): readonly Reference[];
  /** Every place of its own part of the spec that names a host, and every key of a Secret that does. */
  readonly endpoints: readonly EndpointField[];
  secrets(model: Model<Own>): readonly GeneratedSecret[];
  /** Every volume that the model has. */
  volumes(model: Model<Own>): readonly Volume[];
  /** Every field that is a seed, whether the spec gives it or not: always the same paths. */
  seeds(own: Own): readonly Seed[];
  /** Everything wrong that the schema cannot say. */
  check(input: CheckInput<Own>): Iterable<Finding>;
  /** All parts, each after those that it waits for. Pure: equal input gives equal bytes. */
  parts(model: Model<Own>, inputs: Inputs): readonly Part[];
  /** What the running product is asked; left out for one that is asked nothing. Pure. */
  inquiry?(model: Model<Own>): Inquiry;
  /** What status shows while this spec is tended. Pure: known from the spec, whatever the cluster does. */
  advice(model: Model<Own>): Advice;
}

/** A product as the engine sees it: its own part of the spec is opaque. */
export type Product = ProductDefinition<unknown>;

/**
 * Makes a product usable by the engine. The one place where its own type is forgotten: the engine only hands back
 * models whose `own` went through `schema`.
 */
export const defineProduct = <Own>(definition: ProductDefinition<Own>): Product => definition;
