/** What decoding by the API server does to a value of a built-in kind, and to one of a custom kind. */
import { DEFAULTS } from './defaults.ts';
import { canonical } from './quantity.ts';
import { concrete, memberType } from './schema.ts';
import type { Struct, Type } from './schema.ts';
import { isRecord } from './typed.ts';
import type { Fields, Value } from './typed.ts';

/**
 * The value after a journey through the Go types: quantities in canonical form, empty lists and maps
 * left out (`omitempty`), structs that are always written there, defaults filled in.
 */
export function normalise(type: Type, value: Value): Value {
  const known = concrete(type, value);
  switch (known.shape) {
    case 'scalar':
      return known.scalar === 'quantity' ? canonical(value) : value;
    case 'list':
      return Array.isArray(value) ? value.map((item) => normalise(known.of, item)) : value;
    case 'map':
    case 'struct':
      if (!isRecord(value)) return value;
      return known.shape === 'struct' ? normaliseStruct(known, value) : each(known, value);
  }
}

function normaliseStruct(type: Struct, value: Fields): Fields {
  const given = each(type, value);
  const missing = Object.entries(DEFAULTS[type.name]?.(given) ?? {}).filter(
    ([key, fallback]) => fallback !== undefined && isUnset(given[key]),
  );
  const always = [...type.fields]
    .filter(([key, field]) => field.always && given[key] === undefined)
    .map(([key]) => [key, {}] as const);
  if (missing.length + always.length === 0) return given;
  const filled = { ...given, ...Object.fromEntries([...always, ...missing]) };
  return each(type, filled);
}

const isUnset = (value: Value): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function each(type: Type, value: Fields): Fields {
  const entries = Object.entries(value).flatMap(([key, member]) => {
    const below = memberType(type, key) ?? { shape: 'any' };
    return isOmitted(below, member) || isZero(type, key, member)
      ? []
      : [[key, normalise(below, member)] as const];
  });
  return Object.fromEntries(entries);
}

/** A zero of a field that Go would not write. */
const isZero = (type: Type, key: string, value: Value): boolean =>
  type.shape === 'struct' &&
  type.fields.get(key)?.omitsZero === true &&
  (value === '' || value === 0 || value === false);

function isOmitted(type: Type, value: Value): boolean {
  if (value === null || value === undefined) return true;
  if (type.shape === 'list') return Array.isArray(value) && value.length === 0;
  return type.shape === 'map' && isRecord(value) && Object.keys(value).length === 0;
}

/** Value of a Go struct in which nothing is set. */
export function zeroOf(type: Type): Fields {
  if (type.shape !== 'struct') return {};
  // The one list of our kinds without `omitempty`: it is there, as null.
  const bare = type.name === 'core.v1.PodSpec' ? { containers: null } : {};
  const always = [...type.fields].filter(([, field]) => field.always);
  const zeros = always.map(([key, field]) => [key, zeroOf(field.type)] as const);
  return { ...bare, ...Object.fromEntries(zeros) };
}

/** A copy without `null` members; a custom resource keeps everything else. */
export function withoutNulls(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(
    ([, member]) => member !== null && member !== undefined,
  );
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutNulls(member)]));
}
