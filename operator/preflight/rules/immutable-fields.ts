import type { Finding } from '../../api/finding.ts';
import type { Rule } from '../rule.ts';

/** Fields whose change would leave data behind keep the value that was accepted. */
export const immutableFields: Rule = {
  id: 'immutable-fields',
  doc: 'Product, StorageClass, and embedded or external of each store keep the value that was accepted. A store that may be left out may be switched on and off.',
  reasons: ['ImmutableField'],
  online: true,
  *check({ spec, facts }) {
    const accepted = facts.accepted?.spec;
    if (accepted === undefined) return;
    const [before, now] = [finals(accepted), finals(spec)];
    for (const path of new Set([...before.keys(), ...now.keys()])) {
      const [was, is] = [before.get(path), now.get(path)];
      if (was !== is && !isSwitched(path, { was, is })) yield finding(path, { was, is });
    }
  },
};

/** A value that was or is there. */
interface Change {
  readonly was: string | undefined;
  readonly is: string | undefined;
}

/** A store that was not there or is not wanted any more: one that must be there never is. */
const isSwitched = (path: string, { was, is }: Change): boolean =>
  !FINAL.some((form) => form.test(path)) && (was === undefined || is === undefined);

const finding = (path: string, { was, is }: Change): Finding => ({
  severity: 'refuse',
  rule: 'ImmutableField',
  path: `spec.${path}`,
  message: `was ${was ?? 'absent'} when it was accepted and is ${is ?? 'absent'} now; existing data would stay behind`,
  fix: was === undefined ? 'take it out again' : `set it back to ${was}`,
});

/** Everything final in a spec, by path: product, class of volumes, and whether a store is embedded or external. */
function finals(value: unknown, path: readonly string[] = []): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [
      ...finalAt([...path, name], inner),
      ...finals(inner, [...path, name]),
    ]),
  );
}

function finalAt(path: readonly string[], value: unknown): readonly (readonly [string, string])[] {
  const name = path.at(-1);
  if (name === 'embedded' || name === 'external') return [[path.slice(0, -1).join('.'), name]];
  const key = path.join('.');
  return typeof value === 'string' && FINAL.some((form) => form.test(key)) ? [[key, value]] : [];
}

const FINAL = [/^product$/, /^storage\.className$/];
