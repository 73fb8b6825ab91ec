import * as z from 'zod';

import type { Json } from './object.ts';

/** A structural schema of OpenAPI v3, as a CustomResourceDefinition holds it. */
export interface Structural {
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Structural>>;
  readonly additionalProperties?: Structural;
  readonly items?: Structural;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly {
    readonly rule: string;
    readonly message: string;
  }[];
}

type Node = Readonly<Record<string, unknown>>;

/**
 * The structural schema of a zod schema.
 *
 * *Guarantees*: every field has a description, every text, list and map a bound, every list a list type, and
 * nothing of it is refused or ignored by an API server.
 * *Throws* a TypeError that names the field when the zod schema cannot be said so.
 */
export function structural(schema: z.ZodType, path: string): Structural {
  const json: unknown = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    reused: 'inline',
    cycles: 'throw',
    unrepresentable: 'throw',
  });
  return field(json as Node, path);
}

/** One field: like any schema, and described. */
function field(node: Node, path: string): Structural {
  if (typeof node['description'] !== 'string') refuse(path, 'has no description');
  return plain(node, path);
}

function plain(node: Node, path: string): Structural {
  if (node['x-kubernetes-int-or-string'] === true) return intOrString(node);
  for (const key of Object.keys(node))
    if (!KEPT.has(key)) refuse(path, `has "${key}", which a structural schema cannot say`);
  const translate = TYPES[String(node['type'])];
  if (translate === undefined) refuse(path, `has the type ${JSON.stringify(node['type'])}`);
  return { ...common(node), ...translate(node, path) };
}

const TYPES: Readonly<Record<string, (node: Node, path: string) => Structural>> = {
  object,
  array,
  string,
  integer,
  boolean: () => ({}),
};

/** What every type may have, and in which order it is written. */
const COMMON = ['description', 'type', 'nullable', 'default', 'enum'] as const;
const BOUNDS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'maxProperties'] as const;
const EXTENSIONS = [
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-validations',
] as const;
const KEPT: ReadonlySet<string> = new Set([
  ...COMMON,
  ...BOUNDS,
  ...EXTENSIONS,
  ...['additionalProperties', 'format', 'items', 'maximum', 'minimum'],
  ...['pattern', 'properties', 'required'],
]);

const pick = (node: Node, keys: readonly string[]): Structural =>
  Object.fromEntries(keys.flatMap((key) => (key in node ? [[key, node[key]]] : [])));

const common = (node: Node): Structural => pick(node, [...COMMON, ...BOUNDS, ...EXTENSIONS]);

function object(node: Node, path: string): Structural {
  const { properties, additionalProperties } = node as {
    properties?: Readonly<Record<string, Node>>;
    additionalProperties?: Node | false;
  };
  if (properties !== undefined) {
    if (additionalProperties !== false) refuse(path, 'is open: use z.strictObject');
    const entries = Object.entries(properties);
    return {
      ...pick(node, ['required']),
      properties: Object.fromEntries(
        entries.map(([name, inner]) => [name, field(inner, `${path}.${name}`)]),
      ),
    };
  }
  if (typeof additionalProperties !== 'object') refuse(path, 'has no properties');
  if (!('maxProperties' in node)) refuse(path, 'has no maxProperties');
  return { additionalProperties: plain(additionalProperties, `${path}[*]`) };
}

function array(node: Node, path: string): Structural {
  if (!('maxItems' in node)) refuse(path, 'has no maxItems');
  if (!('x-kubernetes-list-type' in node)) refuse(path, 'has no x-kubernetes-list-type');
  return { items: plain(node['items'] as Node, `${path}[]`) };
}

/** Formats that the API server knows and that bound the length. */
const FORMATS: ReadonlySet<string> = new Set(['date-time']);

function string(node: Node, path: string): Structural {
  const { format, pattern } = node as { format?: string; pattern?: string };
  if (format !== undefined && FORMATS.has(format)) return { format };
  if (format !== undefined && format !== 'regex')
    refuse(path, `has the format "${format}", which is not checked: write a pattern`);
  if (!('maxLength' in node) && !('enum' in node)) refuse(path, 'has no maxLength');
  if (pattern === undefined) return {};
  // Lookaround and back references: RE2 has neither, and the API server would refuse the whole definition.
  if (/\(\?[=!<]|\\[1-9ukpP]/.test(pattern))
    refuse(path, `has a pattern that is not RE2: ${pattern}`);
  return { pattern: pattern.replaceAll('\\/', '/') };
}

const INT32 = 2 ** 31;

function integer(node: Node): Structural {
  const { minimum = -Infinity, maximum = Infinity } = node as {
    minimum?: number;
    maximum?: number;
  };
  const isInt32 = minimum >= -INT32 && maximum < INT32;
  return {
    format: isInt32 ? 'int32' : 'int64',
    // zod's own bounds are those of a safe integer, not of the field.
    ...(minimum > (isInt32 ? -INT32 : Number.MIN_SAFE_INTEGER) ? { minimum } : {}),
    ...(maximum < (isInt32 ? INT32 - 1 : Number.MAX_SAFE_INTEGER) ? { maximum } : {}),
  };
}

/** The API server compares `anyOf` with exactly this. */
const intOrString = (node: Node): Structural => ({
  ...pick(node, ['description']),
  ...{ anyOf: [{ type: 'integer' }, { type: 'string' }] },
  'x-kubernetes-int-or-string': true,
  ...pick(node, ['x-kubernetes-validations']),
});

function refuse(path: string, why: string): never {
  throw new TypeError(`Cannot make a structural schema: "${path}" ${why}`);
}
