import * as z from 'zod';

import { compareQuantities } from './quantity.ts';
import { shaped } from './shape.ts';
import type { ShapeRule } from './shape.ts';

/** RFC 1123 label: what names a Service or a namespace. */
export const dnsLabel = (description: string): z.ZodString =>
  z
    .string()
    .min(1)
    .max(63)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
    .meta({ description });

/** Name of a host: labels of at most 63 characters. The last one begins with a letter, so no address passes. */
export const hostName = (description: string): z.ZodString =>
  z
    .string()
    .min(1)
    .max(253)
    .regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)*[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/)
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

/** Base URL of something of the site that is asked over HTTP: no user, no query. */
export const httpUrl = (description: string): z.ZodString =>
  z
    .string()
    .max(512)
    .regex(
      /^https?:\/\/([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(\/[-A-Za-z0-9._~%/]*)?$/,
    )
    .meta({ description });

/** Number of pods of one part. */
export const replicas = (description: string): z.ZodInt =>
  z.int().min(1).max(100).meta({ description });

const cpu = z
  .string()
  .max(20)
  .regex(/^([0-9]+(\.[0-9]{1,3})?|[0-9]+m)$/)
  .meta({ description: 'CPU cores, for example 500m.' });
const memory = z
  .string()
  .max(20)
  .regex(/^[0-9]+(\.[0-9]{1,3})?(Ki|Mi|Gi|Ti|k|M|G|T)?$/)
  .meta({ description: 'Memory in bytes, for example 512Mi.' });

const resourceList = (description: string) =>
  z.strictObject({ cpu: cpu.optional(), memory: memory.optional() }).meta({ description });

type ResourceList = z.output<ReturnType<typeof resourceList>>;
interface Resources {
  readonly requests?: ResourceList | undefined;
  readonly limits?: ResourceList | undefined;
}

const withinLimit = (name: 'cpu' | 'memory'): ShapeRule<Resources> => ({
  rule: `!has(self.requests) || !has(self.requests.${name}) || !has(self.limits) || !has(self.limits.${name}) || quantity(self.requests.${name}).compareTo(quantity(self.limits.${name})) <= 0`,
  message: `request at most as much ${name} as limits.${name} allows`,
  judge: ({ requests, limits }) =>
    (compareQuantities(requests?.[name], limits?.[name]) ?? 0) > 0
      ? `requests "${requests?.[name] ?? ''}" of ${name} and limits it to "${limits?.[name] ?? ''}"`
      : undefined,
});

/** Requests and limits of the one container of a part. */
export const resources = shaped(
  z.strictObject({
    requests: resourceList('What the scheduler reserves.').optional(),
    limits: resourceList('What the container may use at most.').optional(),
  }),
  "Requests and limits of the part's container. What is left out keeps the release's value.",
  [withinLimit('cpu'), withinLimit('memory')],
);
