import { make } from 'covertable';

/** A spec while it is put together. */
export type Draft = Record<string, unknown>;

/** One choice that a spec has: what each of its values does to a draft. */
export interface Factor {
  readonly name: string;
  readonly choices: Readonly<Record<string, (draft: Draft) => void>>;
}

/** The member of a draft at a path, made where it is missing. */
export function member(draft: Draft, path: string): Draft {
  return path.split('.').reduce<Draft>((inner, name) => (inner[name] ??= {}) as Draft, draft);
}

/** Sets the value at a path. */
export const set =
  (path: string, value: unknown) =>
  (draft: Draft): void => {
    const [last = '', ...rest] = path.split('.').reverse();
    (rest.length === 0 ? draft : member(draft, rest.reverse().join('.')))[last] =
      structuredClone(value);
  };

const nothing = (): void => undefined;

/** A choice between leaving a field out and giving it one of some values. */
export const optional = (name: string, values: Readonly<Record<string, unknown>>): Factor => ({
  name,
  choices: {
    out: nothing,
    ...Object.fromEntries(
      Object.entries(values).map(([choice, value]) => [choice, set(name, value)]),
    ),
  },
});

/** A choice of one of some values. */
export const oneOf = (name: string, values: Readonly<Record<string, unknown>>): Factor => ({
  name,
  choices: Object.fromEntries(
    Object.entries(values).map(([choice, value]) => [choice, set(name, value)]),
  ),
});

/** Specs in which any two choices of any two factors meet at least once, each with what it is called. */
export function pairwise(
  small: Draft,
  factors: readonly Factor[],
): readonly { readonly title: string; readonly spec: Draft }[] {
  const rows = make(
    Object.fromEntries(factors.map(({ name, choices }) => [name, Object.keys(choices)])),
  );
  return rows.map((row) => {
    const spec = structuredClone(small);
    const chosen = factors.map((factor) => {
      const choice = (row as Readonly<Record<string, string>>)[factor.name] ?? '';
      factor.choices[choice]?.(spec);
      return `${factor.name.split('.').at(-1) ?? ''}=${choice}`;
    });
    return { title: chosen.join(' '), spec };
  });
}
