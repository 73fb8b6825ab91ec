/** Small pieces of CEL, the expression language of the API server, as texts. */

/** A literal. Patterns go in as they are: CEL reads `\\` as one backslash. */
export const text = (value: string): string =>
  `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A list of literals. */
export const texts = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;

/** `(a || b)`. */
export const any = (...terms: readonly string[]): string => `(${terms.join(' || ')})`;

/** `(a && b)`. */
export const all = (...terms: readonly string[]): string => `(${terms.join(' && ')})`;

/** Whether a name is one of a list or lies below one. `list` and `name` are expressions. */
export const below = (list: string, name: string): string =>
  `${list}.exists(z, ${name} == z || ${name}.endsWith('.' + z))`;

/** Whether an address lies in a block of a list; what is no block counts for nothing. */
export const within = (list: string, address: string): string =>
  `${list}.exists(c, isCIDR(c) && cidr(c).containsIP(${address}))`;

/** Whether everything on the way to a field is there: `has(a.b) && has(a.b.c)`. */
export function present(path: string): string {
  const [root = '', ...steps] = path.split('.');
  const places = steps.map((_, index) => [root, ...steps.slice(0, index + 1)].join('.'));
  return all(...places.map((place) => `has(${place})`));
}
