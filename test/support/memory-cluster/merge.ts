/**
 * Merging an applied configuration into an object, and pruning what its manager no longer applies.
 *
 * Ported in meaning from sigs.k8s.io/structured-merge-diff v4.6.0: typed/merge.go and merge/update.go.
 */
import { difference, intersection, isEmpty, union } from './field-set.ts';
import type { FieldSet } from './field-set.ts';
import { concrete, memberType } from './schema.ts';
import type { Type } from './schema.ts';
import { compare, ensureNamed, indexed, isRecord, removeItems, toFieldSet } from './typed.ts';
import type { Value } from './typed.ts';

/** The live value with the configuration laid over it. */
export function merge(type: Type, live: Value, config: Value): Value {
  if (config === undefined) return live;
  const known = concrete(type, config, live);
  if (known.shape === 'list') {
    const isWhole = known.merge === 'atomic' || !Array.isArray(live) || !Array.isArray(config);
    return isWhole ? config : mergeLists(known, live, config);
  }
  const isWhole = known.shape === 'scalar' || known.atomic || !isRecord(live) || !isRecord(config);
  if (isWhole) return config;
  const keys = new Set([...Object.keys(live), ...Object.keys(config)]);
  const entries = [...keys].map((key) => {
    const below = memberType(known, key) ?? { shape: 'any' };
    return [key, merge(below, live[key], config[key])] as const;
  });
  return Object.fromEntries(entries);
}

/** Items of both, the applied ones in the order applied, the others where they were. */
function mergeLists(
  type: Extract<Type, { shape: 'list' }>,
  live: readonly Value[],
  config: readonly Value[],
): readonly Value[] {
  const [left, right] = [indexed(type, live), indexed(type, config)];
  const order = mergeOrder([...left.keys()], [...right.keys()]);
  return order.map((element) => merge(type.of, left.get(element), right.get(element)));
}

/** typed/merge.go, visitListItems, by path elements. */
function mergeOrder(lefts: readonly string[], rights: readonly string[]): readonly string[] {
  const [left, right] = [new Set(lefts), new Set(rights)];
  // Items of both take their turns in the order of the configuration.
  const turns = rights.filter((element) => left.has(element));
  const out = new Set<string>();
  let at = 0;
  for (const mine of lefts) {
    if (!right.has(mine)) out.add(mine);
    if (mine !== turns[0]) continue;
    while (!out.has(mine)) {
      const next = rights[at] ?? mine;
      out.add(next);
      at += 1;
      if (turns[0] === next) turns.shift();
    }
  }
  return [...new Set([...out, ...rights])];
}

/** Who manages what: by manager key, see managers.ts. */
export type Managed = ReadonlyMap<string, FieldSet>;

export interface Applying {
  readonly type: Type;
  readonly live: Value;
  readonly config: Value;
  readonly managed: Managed;
  readonly manager: string;
  /** Cuts what this endpoint may not write. */
  readonly filter: (set: FieldSet) => FieldSet;
}

/** A forced apply: the object, and who manages what from now on. */
export function applyConfig({ type, live, config, managed, manager, filter }: Applying): {
  readonly object: Value;
  readonly managed: Managed;
} {
  const merged = merge(type, live, config);
  const last = managed.get(manager);
  const now = new Map(managed).set(manager, filter(toFieldSet(type, config)));
  const object =
    last === undefined ? merged : prune(type, merged, { last, all: union(...now.values()) });
  const changes = compare(type, live, object);
  const taken = filter(union(changes.added, changes.modified, changes.removed));
  return { object, managed: release(now, taken, manager) };
}

export type Updating = Omit<Applying, 'config'> & { readonly object: Value };

/** A write of the whole object: its manager gets what it changed, everybody else loses it. */
export function updateManaged({ type, live, object, managed, manager, filter }: Updating): Managed {
  const changes = compare(type, live, object);
  const [set, removed] = [filter(union(changes.added, changes.modified)), filter(changes.removed)];
  const others = release(managed, union(set, removed), manager);
  // managedFieldsUpdater: an update adds to what the same manager had (apimachinery v0.33.13).
  const mine = union(difference(managed.get(manager) ?? union(), removed), set);
  return new Map([...new Map([...others, [manager, mine]])].filter(([, entry]) => !isEmpty(entry)));
}

/** Every other manager loses what was changed; who has nothing left is forgotten. */
function release(managed: Managed, taken: FieldSet, manager: string): Managed {
  const entries = [...managed].map(
    ([other, set]) => [other, other === manager ? set : difference(set, taken)] as const,
  );
  return new Map(entries.filter(([, set]) => !isEmpty(set)));
}

/** Removes what was applied last time, is not applied now, and is managed by nobody. */
function prune(
  type: Type,
  merged: Value,
  { last, all }: { readonly last: FieldSet; readonly all: FieldSet },
): Value {
  const named = (set: FieldSet): FieldSet => ensureNamed(type, set);
  const whole = named(toFieldSet(type, merged));
  const left = (value: Value): FieldSet => named(toFieldSet(type, value ?? {}));

  const cut = removeItems(type, merged, named(last));
  const owned = removeItems(type, merged, difference(whole, union(left(cut), named(all))));
  return removeItems(type, merged, intersection(difference(whole, left(owned)), named(last))) ?? {};
}
