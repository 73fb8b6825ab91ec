import type * as z from 'zod';

import { accepted, acceptedNames } from './accepted.ts';
import type { Finding } from './finding.ts';
import type { BrokenShape } from './shape.ts';
import type { Structural } from './structural.ts';

type Path = readonly PropertyKey[];

/** A spec that has something wrong, with what it should have looked like. */
export interface Misshapen {
  readonly value: unknown;
  readonly schema: Structural;
}

/** What one zod issue means to a reader. */
export function specFindings(issue: z.core.$ZodIssue, { value, schema }: Misshapen): Finding[] {
  const node = schemaAt(schema, issue.path);
  const present = valueAt(value, issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      finding([...issue.path, key], 'is unknown', acceptedNames(node)),
    );
  if (issue.code === 'invalid_key')
    return [finding(issue.path, 'has a name that is not accepted', KEY)];
  if (issue.code === 'custom') return [finding(issue.path, broken(issue, present), issue.message)];
  return [finding(issue.path, state(present), accepted(node))];
}

const KEY =
  'name it as labels and annotations are named: an optional domain with "/", then up to 63 characters';

function broken({ params }: z.core.$ZodIssueCustom, present: unknown): string {
  const { state: say } = (params ?? {}) as Partial<BrokenShape>;
  return say?.(present) ?? state(present);
}

const finding = (path: Path, message: string, fix: string): Finding => ({
  severity: 'refuse',
  rule: 'SpecInvalid',
  path: `spec${path.map(segment).join('')}`,
  message,
  fix,
});

const segment = (key: PropertyKey): string => {
  if (typeof key === 'number') return `[${key}]`;
  const name = String(key);
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? `.${name}` : `[${name}]`;
};

/** Longest value that is shown. */
const SHOWN = 80;

/** What a value is, without whatever may be a secret in it. */
function state(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (typeof value === 'string') return `is ${JSON.stringify(clipped(withoutCredentials(value)))}`;
  if (Array.isArray(value)) return `is a list of ${value.length}`;
  const isPlain = value === null || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? `is ${value}` : 'is an object';
}

/** A URL in the wrong field must not carry its password into status, events and logs. */
const withoutCredentials = (text: string): string => text.replaceAll(/\/\/.*@/g, '//***@');

const clipped = (text: string): string =>
  text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}… (${text.length} characters)`;

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    value,
  );

const schemaAt = (schema: Structural, path: Path): Structural =>
  path.reduce<Structural>(
    (node, key) =>
      (typeof key === 'number' ? node.items : node.properties?.[String(key)]) ??
      node.additionalProperties ??
      {},
    schema,
  );
