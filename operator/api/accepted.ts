import type { Structural } from './structural.ts';

/** What a field of a schema accepts, in words: `give a whole number from 1 to 100`. */
export function accepted(node: Structural): string {
  if (node.enum !== undefined) return `use ${quoted(node.enum)}`;
  const words = WORDS[node.type ?? ''];
  return words === undefined ? `give ${named(node)}` : `give ${words(node)}${named(node)}`;
}

/** Names of fields that an object accepts: `use one of "a", "b"`. */
export const acceptedNames = (node: Structural): string =>
  `use ${quoted(Object.keys(node.properties ?? {}))}`;

const WORDS: Readonly<Record<string, (node: Structural) => string>> = {
  object: ({ properties, required, maxProperties }) =>
    properties === undefined
      ? `at most ${maxProperties ?? 0} names with texts`
      : `an object with ${list(required ?? Object.keys(properties))}`,
  array: ({ maxItems }) => `a list of at most ${maxItems ?? 0} entries`,
  string: ({ minLength, maxLength, pattern }) =>
    `text of ${span(minLength ?? 0, maxLength ?? Infinity)} characters${pattern === undefined ? '' : ` that matches ${pattern}`}`,
  integer: ({ minimum, maximum }) =>
    `a whole number ${span(minimum ?? -Infinity, maximum ?? Infinity)}`,
  boolean: () => 'true or false',
};

const span = (min: number, max: number): string => {
  if (max === Infinity) return `of ${min} or more`;
  return min === 0 || min === -Infinity ? `at most ${max}` : `${min} to ${max}`;
};

const named = ({ description }: Structural): string =>
  description === undefined ? '' : `: ${description}`;

const list = (names: readonly string[]): string => names.join(', ');

const quoted = (values: readonly unknown[]): string => {
  const words = values.map((value) => JSON.stringify(value));
  return words.length === 1 ? (words[0] ?? '') : `one of ${words.join(', ')}`;
};
