/** Strict validation of what comes in: names and types of fields, keys of keyed lists. */
import { concrete, memberType } from './schema.ts';
import type { Scalar, Type } from './schema.ts';
import { elementOf, isRecord } from './typed.ts';
import type { Value } from './typed.ts';

export interface TypeProblem {
  /** Path as structured-merge-diff prints it: `.spec.containers[name="web"].foo`. */
  readonly path: string;
  /** Path as the strict decoder prints it: `spec.containers[0].foo`. */
  readonly decoderPath: string;
  readonly message: string;
  readonly isUnknown: boolean;
}

interface At {
  readonly path: string;
  readonly decoderPath: string;
}

/** Everything that does not fit the type: typed/validate.go of structured-merge-diff v4.6.0. */
export const typeProblems = (type: Type, value: Value): readonly TypeProblem[] => [
  ...problems(type, value, { path: '', decoderPath: '' }),
];

function* problems(type: Type, value: Value, at: At): Iterable<TypeProblem> {
  if (value === null || value === undefined) return;
  const known = concrete(type, value);
  switch (known.shape) {
    case 'scalar':
      yield* scalarProblems(known.scalar, value, at);
      return;
    case 'list':
      yield* listProblems(known, value, at);
      return;
    case 'map':
    case 'struct':
      yield* memberProblems(known, value, at);
  }
}

function* memberProblems(type: Type, value: Value, at: At): Iterable<TypeProblem> {
  if (!isRecord(value)) {
    yield { ...at, message: `expected map, got ${plain(value)}`, isUnknown: false };
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const below = {
      path: `${at.path}.${key}`,
      decoderPath: at.decoderPath === '' ? key : `${at.decoderPath}.${key}`,
    };
    const inner = memberType(type, key);
    if (inner !== undefined) yield* problems(inner, member, below);
    else if (member !== undefined)
      yield { ...below, message: 'field not declared in schema', isUnknown: true };
  }
}

function* listProblems(
  type: Extract<Type, { shape: 'list' }>,
  value: Value,
  at: At,
): Iterable<TypeProblem> {
  if (!Array.isArray(value)) {
    yield { ...at, message: `expected list, got ${plain(value)}`, isUnknown: false };
    return;
  }
  const seen = new Set<string>();
  for (const [index, item] of (value as readonly Value[]).entries()) {
    const element = type.merge === 'atomic' ? `[${index}]` : printed(elementOf(type, item));
    if (type.merge !== 'atomic' && seen.has(element)) {
      yield { ...at, message: `duplicate entries for key ${element}`, isUnknown: false };
    }
    seen.add(element);
    const below = { path: `${at.path}${element}`, decoderPath: `${at.decoderPath}[${index}]` };
    yield* problems(type.of, item, below);
  }
}

/** `k:{"name":"web"}` as Go prints it: `[name="web"]`. */
export function printed(element: string): string {
  if (element.startsWith('v:')) return `[=${element.slice(2)}]`;
  const key = JSON.parse(element.slice(2)) as Record<string, unknown>;
  const parts = Object.entries(key).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `[${parts.join(',')}]`;
}

const EXPECTED: Readonly<Record<Scalar, readonly string[]>> = {
  string: ['string'],
  numeric: ['number'],
  boolean: ['boolean'],
  untyped: ['string', 'number', 'boolean'],
  quantity: ['string', 'number'],
};
const WANTED: Readonly<Record<Scalar, string>> = {
  string: 'string',
  numeric: 'numeric (int or float)',
  boolean: 'boolean',
  untyped: 'any scalar',
  quantity: 'any scalar',
};

function* scalarProblems(scalar: Scalar, value: Value, at: At): Iterable<TypeProblem> {
  if (EXPECTED[scalar].includes(typeof value)) return;
  yield {
    ...at,
    message: `expected ${WANTED[scalar]}, got ${got(scalar, value)}`,
    isUnknown: false,
  };
}

/** The messages print Go's type of the value (%T), the value as Go source (%#v), or the bare value (%v). */
function got(scalar: Scalar, value: Value): string {
  if (scalar === 'numeric') return goType(value);
  const isSource = scalar === 'string' && typeof value !== 'object';
  return isSource ? `&value.valueUnstructured{Value:${JSON.stringify(value)}}` : plain(value);
}

function goType(value: Value): string {
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return '[]interface {}';
  return typeof value === 'object' ? 'map[string]interface {}' : typeof value;
}

const plain = (value: Value): string => `&{${printedValue(value)}}`;

function printedValue(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(printedValue).join(' ')}]`;
  if (!isRecord(value)) return String(value);
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${pairs.map(([key, member]) => `${key}:${printedValue(member)}`).join(' ')}]`;
}
