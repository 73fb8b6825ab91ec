/** Types, defaults and checks of custom resources, from the schemas in `crds/`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { loadAll } from 'js-yaml';

import type { KubeObject } from '../../../operator/api/object.ts';
import { invalidValue, requiredField } from './answers.ts';
import type { FieldProblem } from './answers.ts';
import { commonProblems } from './validate.ts';
import type { Table } from './schema.ts';
import { isRecord } from './typed.ts';
import type { Fields } from './typed.ts';

/** The part of a structural schema that is read here; CEL rules are not run. */
export interface CrdSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, CrdSchema>>;
  readonly additionalProperties?: CrdSchema | boolean;
  readonly items?: CrdSchema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
  readonly 'x-kubernetes-validations'?: readonly unknown[];
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

export interface CustomKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: CrdSchema;
  readonly hasStatus: boolean;
}

interface Manifest {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly subresources?: { readonly status?: object };
      readonly schema: { readonly openAPIV3Schema: CrdSchema };
    }[];
  };
}

const FOLDER = new URL('../../../crds/', import.meta.url);

/** Every version of every CRD of the repository. */
export function readCustomKinds(folder: URL = FOLDER): readonly CustomKind[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.flatMap((file) => {
    const manifests = loadAll(readFileSync(new URL(file, folder), 'utf8')) as (Manifest | null)[];
    return manifests.flatMap((manifest) => (manifest === null ? [] : kindsOf(manifest)));
  });
}

const kindsOf = ({ spec }: Manifest): readonly CustomKind[] =>
  spec.versions.map(({ name, schema, subresources }) => ({
    apiVersion: `${spec.group}/${name}`,
    kind: spec.names.kind,
    schema: schema.openAPIV3Schema,
    hasStatus: subresources?.status !== undefined,
  }));

/** Lines of the type table for one custom kind, the first of them named `name`. */
export function tableOf(name: string, schema: CrdSchema): Table {
  const table: Record<string, Record<string, string>> = {};
  addStruct(name, schema, table);
  const root = table[name] ?? {};
  return {
    ...table,
    [name]: { ...root, apiVersion: 'string', kind: 'string', metadata: 'meta.v1.ObjectMeta' },
  };
}

function addStruct(
  name: string,
  schema: CrdSchema,
  table: Record<string, Record<string, string>>,
): void {
  const entry: Record<string, string> =
    schema['x-kubernetes-map-type'] === 'atomic' ? { '!': '' } : {};
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) entry['*'] = 'any';
  table[name] = entry;
  for (const [field, member] of Object.entries(schema.properties ?? {})) {
    const expression = expressionOf(`${name}.${field}`, member, table);
    entry[field] =
      typeof member.default === 'string' ? `${expression}=${member.default}` : expression;
  }
}

function expressionOf(
  name: string,
  schema: CrdSchema,
  table: Record<string, Record<string, string>>,
): string {
  if (schema['x-kubernetes-int-or-string'] === true) return 'untyped';
  if (schema.type === 'array') return listExpression(name, schema, table);
  if (schema.type !== 'object') return SCALARS[schema.type ?? ''] ?? 'any';
  if (typeof schema.additionalProperties === 'object') {
    const of = expressionOf(`${name}.*`, schema.additionalProperties, table);
    return `${schema['x-kubernetes-map-type'] === 'atomic' ? '!' : ''}{${of}}`;
  }
  if (schema.properties === undefined) return 'any';
  addStruct(name, schema, table);
  return name;
}

const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'numeric',
  number: 'numeric',
  boolean: 'boolean',
};

function listExpression(
  name: string,
  schema: CrdSchema,
  table: Record<string, Record<string, string>>,
): string {
  const of = schema.items === undefined ? 'any' : expressionOf(`${name}[]`, schema.items, table);
  switch (schema['x-kubernetes-list-type']) {
    case 'map':
      return `[${of}|${(schema['x-kubernetes-list-map-keys'] ?? []).join(',')}]`;
    case 'set':
      return `[${of}|]`;
    case undefined:
    default:
      return `[${of}]`;
  }
}

/** The value with the defaults of its schema (apiextensions-apiserver, schema/defaulting). */
export function withDefaults(schema: CrdSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => withDefaults(items, item));
  }
  if (!isRecord(value)) return value;
  const { properties = {}, additionalProperties: rest } = schema;
  const missing = Object.entries(properties)
    .filter(([key, member]) => value[key] === undefined && member.default !== undefined)
    .map(([key, member]) => [key, member.default] as const);
  const filled = [...Object.entries(value), ...missing].map(([key, member]) => {
    const inner = properties[key] ?? (typeof rest === 'object' ? rest : {});
    return [key, withDefaults(inner, member)] as const;
  });
  return Object.fromEntries(filled);
}

/** Everything against an object of a custom kind. CEL rules are not run, only said to be skipped. */
export function customProblems(schema: CrdSchema, object: KubeObject): readonly FieldProblem[] {
  const problems = [...commonProblems(object), ...check(schema, object, '')];
  const isBlocked = problems.some(({ reason }) => BLOCKING.includes(reason));
  if (!isBlocked || !hasRules(schema)) return problems;
  const why =
    'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';
  return [...problems, invalidValue('<nil>', 'null', why)];
}

/** apiextensions-apiserver, registry/customresource/strategy.go, hasBlockingErr. */
const BLOCKING = [
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
];

function hasRules({ properties = {}, items, ...schema }: CrdSchema): boolean {
  if (schema['x-kubernetes-validations'] !== undefined) return true;
  return Object.values(properties).some(hasRules) || (items !== undefined && hasRules(items));
}

/** What a schema has against a value, in the words of kube-openapi's validation. */
export function check(schema: CrdSchema, value: unknown, path: string): readonly FieldProblem[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return checkList(schema, value, path);
  if (isRecord(value)) return checkObject(schema, value, path);
  return checkScalar(schema, value, path);
}

function checkObject(schema: CrdSchema, value: Fields, path: string): readonly FieldProblem[] {
  const missing = (schema.required ?? [])
    .filter((key) => value[key] === undefined)
    .map((key) => requiredField(join(path, key)));
  const below = Object.entries(value).flatMap(([key, member]) => {
    const rest = schema.additionalProperties;
    const known = schema.properties?.[key] ?? (typeof rest === 'object' ? rest : undefined);
    return known === undefined ? [] : check(known, member, join(path, key));
  });
  return [...missing, ...below];
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function checkList(
  schema: CrdSchema,
  value: readonly unknown[],
  path: string,
): readonly FieldProblem[] {
  const { items, minItems = 0, maxItems = Infinity } = schema;
  const [few, many] = [value.length < minItems, value.length > maxItems];
  return [
    ...(few
      ? [invalidValue(path, value.length, `${path} in body should have at least ${minItems} items`)]
      : []),
    ...(many
      ? [
          {
            field: path,
            reason: 'FieldValueTooMany',
            message: `Too many: ${value.length}: must have at most ${maxItems} items`,
          },
        ]
      : []),
    ...value.flatMap((item, at) =>
      items === undefined ? [] : check(items, item, `${path}[${at}]`),
    ),
  ];
}

function checkScalar(schema: CrdSchema, value: unknown, path: string): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    const allowed = schema.enum.map((entry) => JSON.stringify(entry)).join(', ');
    problems.push({
      field: path,
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${allowed}`,
    });
  }
  if (typeof value === 'string') problems.push(...checkText(schema, value, path));
  if (typeof value === 'number') problems.push(...checkNumber(schema, value, path));
  return problems;
}

function* checkText(schema: CrdSchema, value: string, path: string): Iterable<FieldProblem> {
  const { pattern, minLength = 0, maxLength = Infinity } = schema;
  if (value.length < minLength) {
    yield invalidValue(path, value, `${path} in body should be at least ${minLength} chars long`);
  }
  if (value.length > maxLength) {
    const message = `Too long: may not be more than ${maxLength} bytes`;
    yield { field: path, reason: 'FieldValueTooLong', message };
  }
  if (pattern !== undefined && !new RegExp(pattern).test(value)) {
    yield invalidValue(path, value, `${path} in body should match '${pattern}'`);
  }
}

function* checkNumber(schema: CrdSchema, value: number, path: string): Iterable<FieldProblem> {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (value < minimum) {
    yield invalidValue(
      path,
      value,
      `${path} in body should be greater than or equal to ${minimum}`,
    );
  }
  if (value > maximum) {
    yield invalidValue(path, value, `${path} in body should be less than or equal to ${maximum}`);
  }
}
