import * as z from 'zod';

import { hostName, objectName, secretKeyRef, secretRef } from './fields.ts';
import { images } from './images.ts';
import { boundedMap, exactlyOneOf, has, shaped } from './shape.ts';
import type { ShapeRule } from './shape.ts';
import { embeddedStore, store } from './store.ts';

/** Checked by the operator alone: a schema cannot speak of names, and a CEL rule over them costs too much. */
const annotationKey = z
  .string()
  .regex(
    /^(([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
  );

const ingress = z
  .strictObject({
    className: objectName('Name of the IngressClass that serves the domain.'),
    annotations: boundedMap(
      z.record(annotationKey, z.string().max(1024)),
      'Annotations for the Ingress, as the ingress controller reads them.',
      32,
    ).optional(),
  })
  .meta({ description: 'How the domain is served inside the network.' });

const certificates = shaped(
  z.strictObject({
    secretRef: secretRef(
      'A Secret of type kubernetes.io/tls with the certificate of the domain.',
    ).optional(),
    issuerRef: z
      .strictObject({
        kind: z
          .enum(['Issuer', 'ClusterIssuer'])
          .meta({ description: 'Issuer of the namespace, or ClusterIssuer.' }),
        name: objectName('Name of the cert-manager issuer; an internal certificate authority.'),
      })
      .meta({ description: 'cert-manager issuer that signs the certificate of the domain.' })
      .optional(),
  }),
  'Certificate of the domain: from a Secret or from a cert-manager issuer. Left out, the domain is served by plain HTTP.',
  [exactlyOneOf('secretRef', 'issuerRef')],
);

const database = store(
  'Relational database.',
  embeddedStore(
    'PostgreSQL run by the operator in the namespace of the installation: one pod, one volume.',
    '20Gi',
  ),
  z
    .strictObject({
      secretRef: secretKeyRef(
        'Secret with the connection URL: postgresql://user:password@host:port/database, user and password percent-encoded.',
        'url',
      ),
    })
    .meta({ description: "The site's own PostgreSQL, 15.7 or newer." }),
);

const license = z
  .strictObject({
    secretRef: secretKeyRef('Secret with the licence file.', 'license'),
    enforcement: z
      .enum(['Report', 'BlockGrowth'])
      .meta({
        description:
          'What follows from a licence that does not permit what is asked for. Report: it is said, and nothing is held back. BlockGrowth: more replicas, another part or an upgrade is refused, and what was accepted goes on; nothing is ever stopped, shrunk or deleted. Report when left out. Without effect where only the product can read its licence.',
      })
      .optional(),
    plan: z
      .enum(['Pro', 'Business', 'EnterpriseGrid'])
      .meta({
        description:
          'Plan that was bought: it decides where in the product the licence file is uploaded, and status says how.',
      })
      .optional(),
    declaredExpiry: z
      .string()
      .max(10)
      .regex(/^20[2-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/)
      .meta({
        description:
          'First day (UTC) on which the licence is not valid any more, for example 2027-05-01, where only the product can read the file. The operator warns ahead of it and believes nothing else of it.',
      })
      .optional(),
  })
  .meta({ description: 'Licence of the product.' });

/** Fields that every product has, in the order they are documented. */
export const sharedFields = {
  version: z
    .string()
    .max(32)
    .regex(/^v[0-9]+\.[0-9]+\.[0-9]+$/)
    .meta({
      description:
        'Release of the product, for example v3.1.2. The operator lists the releases it knows when it refuses one.',
    }),
  domain: hostName('Host name by which browsers reach the product, without scheme, port or path.'),
  profile: z
    .enum(['Standard', 'HighAvailability'])
    .meta({
      description:
        'HighAvailability: two pods of every part that may have several, unless the spec gives another number, which for parts that everybody needs is at least two; and no embedded stores, because those are one pod each. Standard, one pod of each, when left out.',
    })
    .optional(),
  images,
  license: license.optional(),
  ingress,
  certificates: certificates.optional(),
  trust: z
    .strictObject({
      secretRef: secretKeyRef(
        'Secret with one or more PEM certificates, one after the other.',
        'ca.crt',
      ),
    })
    .meta({ description: 'Internal certificate authorities that the product trusts.' })
    .optional(),
  storage: z
    .strictObject({ className: objectName('Name of the StorageClass.').optional() })
    .meta({
      description:
        'Volumes of embedded stores. Without a class the default StorageClass of the cluster is used.',
    })
    .optional(),
  database,
  deletionPolicy: z
    .enum(['Retain', 'Delete'])
    .meta({
      description:
        'What happens to volumes and generated Secrets when the resource is deleted. Retain when left out.',
    })
    .optional(),
  suspend: z
    .boolean()
    .meta({
      description: 'Stops every change by the operator; what runs goes on. Status says what waits.',
    })
    .optional(),
} as const;

/** What one product adds to the schema: its discriminator, its member and the schema of that member. */
export interface ProductSchema {
  /** Value of `spec.product`. */
  readonly name: string;
  /** Member of the spec that belongs to it. */
  readonly member: string;
  readonly schema: z.ZodType;
}

/** The part of the spec that every product has. */
export type SharedSpec = z.infer<z.ZodObject<typeof sharedFields, z.core.$strict>>;
/** A spec whose shape has been checked; the product's member is typed by the product. */
export type InstallationSpec = SharedSpec & { readonly product: string } & Readonly<
    Record<string, unknown>
  >;

/** The schema of `spec`, for the products given: the only source of the CRD and of {@link SharedSpec}. */
export function installationSpec(products: readonly ProductSchema[]): z.ZodObject {
  const [first, ...rest] = products.map(({ name }) => name);
  if (first === undefined) throw new TypeError('Cannot build a schema: no product is registered');
  const members = products.map(({ member, schema }) => [member, schema.optional()] as const);
  return shaped(
    z.strictObject({
      product: shaped(z.enum([first, ...rest]), 'Which product is installed. Final.', [
        {
          rule: 'self == oldSelf',
          message: 'the product cannot be changed: delete the resource and create another',
        },
      ]),
      ...sharedFields,
      ...Object.fromEntries(members),
    }),
    'What is asked for.',
    [...products.map((product) => ownMember(product, [first, ...rest])), SAME_CLASS],
  );
}

/** A product's member is set for that product alone. An unknown product is left to its own rule. */
const ownMember = (
  { name, member }: ProductSchema,
  known: readonly string[],
): ShapeRule<Readonly<Record<string, unknown>>> => ({
  rule: `(self.product == '${name}') == has(self.${member})`,
  message: `set "${member}" when, and only when, product is "${name}"`,
  judge: (self) => {
    const { product } = self;
    if (typeof product !== 'string' || !known.includes(product)) return undefined;
    if ((product === name) === has(self, member)) return undefined;
    return `has the product "${product}" and ${has(self, member) ? 'has' : 'lacks'} "${member}"`;
  },
});

const HAS_CLASS = (self: string): string =>
  `(has(${self}.storage) && has(${self}.storage.className))`;

/**
 * On `spec`, which is always there: a rule on `storage` would not run while that is added or taken away.
 * Without `?.` and `orValue`: those lose the bound of the text, and the estimated cost is then over any limit.
 */
const SAME_CLASS = {
  rule: `${HAS_CLASS('self')} == ${HAS_CLASS('oldSelf')} && (!${HAS_CLASS('self')} || self.storage.className == oldSelf.storage.className)`,
  message:
    'storage.className cannot be set, changed or removed later: existing volumes keep their class',
};
