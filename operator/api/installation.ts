import * as z from 'zod';

import { dnsLabel, objectName, secretKeyRef, secretRef, storageSize } from './fields.ts';

const registry = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/)
  .meta({
    description:
      'Internal registry and optional path under which every image is mirrored by the repository path of its source, for example registry.corp.example.com/mirror. No scheme, no tag.',
  });

const images = z
  .strictObject({
    registry,
    pullSecrets: z
      .array(secretRef('A Secret of type kubernetes.io/dockerconfigjson.'))
      .max(8)
      .meta({
        description:
          'Pull secrets for the internal registry, in the namespace of the installation.',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
      })
      .optional(),
    overrides: z
      .array(
        z.strictObject({
          key: dnsLabel('Key of the image in the images manifest, for example postgres.'),
          repository: z
            .string()
            .min(1)
            .max(255)
            .regex(/^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/)
            .meta({ description: 'Repository below images.registry that holds the image.' })
            .optional(),
          tag: z
            .string()
            .max(128)
            .regex(/^[a-zA-Z0-9_][a-zA-Z0-9._-]*$/)
            .meta({ description: 'Tag of the image. Not "latest": a moving tag cannot be proven.' })
            .optional(),
        }),
      )
      .max(64)
      .meta({
        description:
          'Images that lie elsewhere in the internal registry than their source path says.',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['key'],
      })
      .optional(),
  })
  .meta({
    description: 'Where images come from. There is no other source than the internal registry.',
  });

const ingress = z
  .strictObject({
    className: objectName('Name of the IngressClass that serves the domain.'),
    annotations: z
      .record(z.string().min(1).max(253), z.string().max(1024))
      .meta({
        description: 'Annotations for the Ingress, as the ingress controller reads them.',
        maxProperties: 32,
      })
      .optional(),
  })
  .meta({ description: 'How the domain is served inside the network.' });

const certificates = z
  .strictObject({
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
  })
  .meta({
    description:
      'Certificate of the domain: from a Secret or from a cert-manager issuer. Left out, the domain is served by plain HTTP.',
    'x-kubernetes-validations': [
      {
        rule: '[has(self.secretRef), has(self.issuerRef)].filter(set, set).size() == 1',
        message: 'set exactly one of secretRef and issuerRef',
      },
    ],
  });

const database = z
  .strictObject({
    embedded: z
      .strictObject({
        size: storageSize(
          'Size of the volume of the embedded PostgreSQL, for example 20Gi.',
        ).optional(),
      })
      .meta({
        description:
          'PostgreSQL run by the operator in the namespace of the installation: one pod, one volume.',
      })
      .optional(),
    external: z
      .strictObject({
        secretRef: secretKeyRef(
          'Secret with the connection URL: postgresql://user:password@host:port/database, user and password percent-encoded.',
          'url',
        ),
      })
      .meta({ description: "The site's own PostgreSQL, 15.7 or newer." })
      .optional(),
  })
  .meta({
    description: 'Relational database. Choosing between embedded and external is final.',
    'x-kubernetes-validations': [
      {
        rule: '[has(self.embedded), has(self.external)].filter(set, set).size() == 1',
        message: 'set exactly one of embedded and external',
      },
      {
        rule: 'has(self.embedded) == has(oldSelf.embedded)',
        message: 'cannot change between embedded and external: the data would stay behind',
      },
    ],
  });

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
  domain: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/)
    .meta({
      description: 'Host name by which browsers reach the product, without scheme, port or path.',
    }),
  images,
  license: z
    .strictObject({ secretRef: secretKeyRef('Secret with the licence file.', 'license') })
    .meta({ description: 'Licence of the product.' })
    .optional(),
  ingress,
  certificates: certificates.optional(),
  trust: z
    .strictObject({ secretRef: secretKeyRef('Secret with PEM certificates.', 'ca.crt') })
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
  return z
    .strictObject({
      product: z.enum([first, ...rest]).meta({
        description: 'Which product is installed. Final.',
        'x-kubernetes-validations': [
          {
            rule: 'self == oldSelf',
            message: 'the product cannot be changed: delete the resource and create another',
          },
        ],
      }),
      ...sharedFields,
      ...Object.fromEntries(members),
    })
    .meta({
      description: 'What is asked for.',
      'x-kubernetes-validations': [
        ...products.map(({ name, member }) => ({
          rule: `(self.product == '${name}') == has(self.${member})`,
          message: `set "${member}" when, and only when, product is "${name}"`,
        })),
        {
          rule: `has(self.storage) && has(self.storage.className) ? has(oldSelf.storage) && has(oldSelf.storage.className) && self.storage.className == oldSelf.storage.className : !(has(oldSelf.storage) && has(oldSelf.storage.className))`,
          message: 'storage.className cannot be changed: existing volumes keep their class',
        },
      ],
    });
}
