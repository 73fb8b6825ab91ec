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
  const parsed = zod.safeParse(value);
  if (parsed.success) return ok(parsed.data as InstallationSpec);
  return no(parsed.error.issues.flatMap((issue) => specFindings(issue, { value, schema })));
}

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
