import * as z from 'zod';

/** RFC 1123 label: what names a Service or a namespace. */
export const dnsLabel = (description: string): z.ZodString =>
  z
    .string()
    .min(1)
    .max(63)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
    .meta({ description });

/** RFC 1123 subdomain: what names most objects. */
export const objectName = (description: string): z.ZodString =>
  z
    .string()
    .min(1)
    .max(253)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/)
    .meta({ description });

/** Key inside a Secret or ConfigMap. */
export const dataKey = (description: string): z.ZodString =>
  z
    .string()
    .min(1)
    .max(253)
    .regex(/^[-._a-zA-Z0-9]+$/)
    .meta({ description });

type SecretRefSchema = z.ZodObject<{ name: z.ZodString }, z.core.$strict>;
type SecretKeyRefSchema = z.ZodObject<
  { name: z.ZodString; key: z.ZodOptional<z.ZodString> },
  z.core.$strict
>;

/** A Secret of the installation's namespace. */
export const secretRef = (description: string): SecretRefSchema =>
  z
    .strictObject({ name: objectName('Name of the Secret, in the namespace of the installation.') })
    .meta({ description });

/** One key of a Secret of the installation's namespace. The key has a fixed default per place, told in its description. */
export const secretKeyRef = (description: string, key: string): SecretKeyRefSchema =>
  z
    .strictObject({
      name: objectName('Name of the Secret, in the namespace of the installation.'),
      key: dataKey(`Key inside the Secret. "${key}" when left out.`).optional(),
    })
    .meta({ description });

/** Kubernetes quantity of storage, for example `20Gi`: whole numbers with a binary or decimal suffix. */
export const storageSize = (description: string): z.ZodString =>
  z
    .string()
    .max(20)
    .regex(/^[1-9][0-9]*(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$/)
    .meta({ description });

/** Number of pods of one part. */
export const replicas = (description: string): z.ZodInt =>
  z.int().min(1).max(100).meta({ description });

const quantity = z
  .string()
  .max(20)
  .regex(/^[0-9]+(\.[0-9]+)?(m|Ki|Mi|Gi|Ti|k|M|G|T)?$/);

const resourceList = (description: string) =>
  z
    .strictObject({
      cpu: quantity.meta({ description: 'CPU cores, for example 500m.' }).optional(),
      memory: quantity.meta({ description: 'Memory in bytes, for example 512Mi.' }).optional(),
    })
    .meta({ description });

/** Requests and limits of the one container of a part. */
export const resources = z
  .strictObject({
    requests: resourceList('What the scheduler reserves.').optional(),
    limits: resourceList('What the container may use at most.').optional(),
  })
  .meta({
    description:
      "Requests and limits of the part's container. What is left out keeps the release's value.",
  });
