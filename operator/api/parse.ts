import type * as z from 'zod';

import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import type { Finding } from './finding.ts';
import { installationSpec } from './installation.ts';
import type { InstallationSpec, ProductSchema } from './installation.ts';
import { specFindings } from './spec-findings.ts';
import { structural } from './structural.ts';
import type { Structural } from './structural.ts';

/**
 * A spec whose shape is right, or everything that is wrong with it.
 *
 * *Guarantees*: accepts what the API server accepts and refuses what it refuses, rules that compare with an
 * older spec apart, and one more: names of annotations, which a schema cannot say.
 */
export function parseSpec(
  products: readonly ProductSchema[],
  value: unknown,
): Result<InstallationSpec, readonly Finding[]> {
  const { zod, schema } = schemaOf(products);
  const spec = withoutNulls(value, schema);
  const parsed = zod.safeParse(spec);
  if (parsed.success) return ok(parsed.data as InstallationSpec);
  return no(
    once(parsed.error.issues.flatMap((issue) => specFindings(issue, { value: spec, schema }))),
  );
}

/** The API server takes `null` for a field that is left out; for an unknown field it does not. */
function withoutNulls(value: unknown, schema: Structural): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, schema.items ?? {}));
  if (typeof value !== 'object' || value === null) return value;
  const { properties = {}, additionalProperties } = schema;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const inner = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      if (inner === undefined) return [[name, member]];
      return member === null ? [] : [[name, withoutNulls(member, inner)]];
    }),
  );
}

/** A text that is too short and of the wrong form is one thing wrong. */
const once = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [`${finding.path} ${finding.fix}`, finding])).values(),
];

interface SpecSchema {
  readonly zod: z.ZodObject;
  readonly schema: Structural;
}

/** Building a schema takes milliseconds, and every pass parses. */
const built = new WeakMap<readonly ProductSchema[], SpecSchema>();

function schemaOf(products: readonly ProductSchema[]): SpecSchema {
  const known = built.get(products);
  if (known !== undefined) return known;
  const zod = installationSpec(products);
  const made = { zod, schema: structural(zod, 'spec') };
  built.set(products, made);
  return made;
}
