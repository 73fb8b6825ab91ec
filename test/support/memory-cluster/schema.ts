/**
 * Types of the API as server-side apply sees them.
 *
 * The table (`schema.json`, and what a CRD gives) names a type per field in these words:
 *
 *     string numeric boolean untyped quantity   one value
 *     opaque                                    whatever the value is, as a whole
 *     any                                       whatever the value is: lists atomic, maps granular
 *     [T]  [T|]  [T|name,port]                  list: atomic, set, map by keys
 *     {T}  !{T}                                 map: granular, atomic
 *     core.v1.Container                         another line of the table
 *
 * `string?` is a field that Go leaves out when it is zero (`omitempty` and no pointer). `T=` is a field that Go always writes (`{}`), `string=TCP` a field that counts as TCP when it is
 * left out of a list key. A type with the field `!` is atomic; `*` is the type of undeclared fields.
 */
import { readFileSync } from 'node:fs';

export type Scalar = 'string' | 'numeric' | 'boolean' | 'untyped' | 'quantity';

export interface Field {
  readonly type: Type;
  readonly always: boolean;
  readonly omitsZero: boolean;
  readonly keyDefault: string | undefined;
}

export type Type =
  | { readonly shape: 'scalar'; readonly scalar: Scalar }
  | {
      readonly shape: 'list';
      readonly of: Type;
      readonly merge: 'atomic' | 'set' | readonly string[];
    }
  | { readonly shape: 'map'; readonly of: Type; readonly atomic: boolean }
  | Struct
  | { readonly shape: 'any' };

export interface Struct {
  readonly shape: 'struct';
  readonly name: string;
  readonly atomic: boolean;
  readonly fields: ReadonlyMap<string, Field>;
  readonly rest: Type | undefined;
}

export type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;

const SCALARS: readonly string[] = ['string', 'numeric', 'boolean', 'untyped', 'quantity'];
const ANY: Type = { shape: 'any' };
const OPAQUE: Type = { shape: 'map', of: ANY, atomic: true };

/** Types of one table, made when first asked for. */
export class Types {
  readonly #table: Table;
  readonly #made = new Map<string, Type>();

  constructor(table: Table) {
    this.#table = table;
  }

  has(name: string): boolean {
    return name in this.#table;
  }

  of(expression: string): Type {
    const made = this.#made.get(expression);
    if (made !== undefined) return made;
    if (expression === 'any') return ANY;
    if (expression === 'opaque') return OPAQUE;
    if (SCALARS.includes(expression)) return { shape: 'scalar', scalar: expression as Scalar };
    return this.#compound(expression);
  }

  #compound(expression: string): Type {
    const list = /^\[(.*?)(\|([\w,]*))?\]$/.exec(expression);
    if (list !== null) {
      const [, of = '', keyed, keys = ''] = list;
      const merge = keyed === undefined ? 'atomic' : keys === '' ? 'set' : keys.split(',').sort();
      return { shape: 'list', of: this.of(of), merge };
    }
    const map = /^(!?)\{(.*)\}$/.exec(expression);
    if (map !== null) {
      return { shape: 'map', of: this.of(map[2] ?? ''), atomic: map[1] === '!' };
    }
    return this.#struct(expression);
  }

  #struct(name: string): Type {
    const entry = this.#table[name];
    if (entry === undefined) throw new Error(`Cannot merge "${name}": type is not in the table`);
    const fields = new Map<string, Field>();
    const struct = { shape: 'struct', name, atomic: '!' in entry, fields } as const;
    const made: Struct = {
      ...struct,
      rest: entry['*'] === undefined ? undefined : this.of(entry['*']),
    };
    this.#made.set(name, made);
    for (const [field, text] of Object.entries(entry)) {
      if (field === '!' || field === '*') continue;
      const [written = '', fallback] = text.split('=');
      const expression = written.replace(/\?$/, '');
      fields.set(field, {
        type: this.of(expression),
        always: fallback === '',
        omitsZero: expression !== written,
        keyDefault: fallback === '' ? undefined : fallback,
      });
    }
    return made;
  }
}

/** Types of the built-in kinds: k8s.io/client-go v0.33.13, made by extract-schema.ts. */
export const builtInTable = JSON.parse(
  readFileSync(new URL('schema.json', import.meta.url), 'utf8'),
) as Table;

/** Name in the table of a built-in kind: `apps/v1` Deployment is `apps.v1.Deployment`. */
export function builtInName(apiVersion: string, kind: string): string {
  const [group = '', version] = apiVersion.includes('/')
    ? apiVersion.split('/')
    : ['core', apiVersion];
  return `${group.replace(/\.k8s\.io$/, '')}.${version ?? ''}.${kind}`;
}

/** What a value of type `any` merges like. */
export function concrete(
  type: Type,
  ...values: readonly unknown[]
): Exclude<Type, { shape: 'any' }> {
  if (type.shape !== 'any') return type;
  const value = values.find((candidate) => candidate !== undefined && candidate !== null);
  if (Array.isArray(value)) return { shape: 'list', of: ANY, merge: 'atomic' };
  if (typeof value === 'object') return { shape: 'map', of: ANY, atomic: false };
  return { shape: 'scalar', scalar: 'untyped' };
}

/** Type of a member of a map or struct; undefined when it is not declared. */
export function memberType(type: Type, key: string): Type | undefined {
  if (type.shape === 'struct') return type.fields.get(key)?.type ?? type.rest;
  return type.shape === 'map' ? type.of : undefined;
}

/** Whether a member is declared by name, rather than a free key of a map. */
export const isDeclared = (type: Type, key: string): boolean =>
  type.shape === 'struct' && type.fields.has(key);
