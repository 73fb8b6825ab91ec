import type { Rule } from '../rule.ts';

/** Fields whose change would leave data behind keep the value that was accepted. */
export const immutableFields: Rule = {
  id: 'immutable-fields',
  doc: 'Product, embedded or external of each store and the StorageClass keep the value that was accepted.',
  reasons: ['ImmutableField'],
  online: true,
  *check({ spec, product, facts }) {
    const accepted = facts.accepted?.spec;
    if (accepted === undefined) return;
    for (const path of [['product'], ['storage', 'className']]) {
      const [was, is] = [at(accepted, path), at(spec, path)];
      if (was !== is)
        yield finding(
          path.join('.'),
          `was ${show(was)} when it was accepted and is ${show(is)} now`,
          `set it back to ${show(was)}`,
        );
    }
    for (const path of stores(accepted, product.member)) {
      const was = choice(at(accepted, path));
      const is = choice(at(spec, path));
      if (is === undefined || was === is) continue;
      yield finding(
        path.join('.'),
        `was ${was ?? 'absent'} when it was accepted and is ${is} now: the data would stay behind`,
        `set it back to ${was ?? 'absent'}`,
      );
    }
  },
};

const finding = (path: string, message: string, fix: string) => ({
  severity: 'refuse' as const,
  rule: 'ImmutableField' as const,
  path: `spec.${path}`,
  message,
  fix,
});

const show = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : 'absent');

/** Paths of everything in the accepted spec that is either embedded or external. */
function stores(
  accepted: Readonly<Record<string, unknown>>,
  member: string,
): readonly (readonly string[])[] {
  const own = accepted[member];
  const members = typeof own === 'object' && own !== null ? Object.keys(own) : [];
  return [['database'], ...members.map((name) => [member, name])].filter(
    (path) => choice(at(accepted, path)) !== undefined,
  );
}

function choice(store: unknown): 'embedded' | 'external' | undefined {
  if (typeof store !== 'object' || store === null) return undefined;
  if ('embedded' in store) return 'embedded';
  return 'external' in store ? 'external' : undefined;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}
