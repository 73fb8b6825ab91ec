/**
 * A definition of another group in which each rule stands several times over, joined by `&&`.
 *
 * The API server estimates what a rule costs at worst, and refuses a rule above one limit and a schema above
 * another. The estimate of a conjunction is the sum of its members, so when the definition is accepted N times
 * over, no rule and no schema costs more than an Nth of its limit.
 */
export function multiplied(
  definition: { readonly metadata: object; readonly spec: object },
  times: number,
): object {
  const { group, names } = definition.spec as {
    readonly group: string;
    readonly names: { readonly plural: string };
  };
  return {
    ...definition,
    metadata: { name: `${names.plural}.cost.${group}` },
    spec: { ...(repeated(definition.spec, times) as object), group: `cost.${group}` },
  };
}

function repeated(value: unknown, times: number): unknown {
  if (Array.isArray(value)) return value.map((item) => repeated(item, times));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'rule' && typeof member === 'string'
        ? Array.from({ length: times }, () => `(${member})`).join(' && ')
        : repeated(member, times),
    ]),
  );
}
