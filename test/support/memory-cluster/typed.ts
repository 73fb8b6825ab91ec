/**
 * Merging, comparing and cutting of typed values.
 *
 * Ported in meaning from sigs.k8s.io/structured-merge-diff v4.6.0: typed/{tofieldset,compare,remove,helpers}.go.
 * Duplicates in keyed lists are not modelled: they are refused at the door.
 */
import { isDeepStrictEqual } from 'node:util';

import { EMPTY, FieldSetBuilder, isEmpty } from './field-set.ts';
import type { FieldSet } from './field-set.ts';
import { concrete, isDeclared, memberType } from './schema.ts';
import type { Type } from './schema.ts';

export type Value = unknown;
export type Fields = Readonly<Record<string, Value>>;

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members of a record without some of them. */
export const omit = <T extends object, K extends keyof T>(
  value: T,
  ...keys: readonly K[]
): Omit<T, K> =>
  Object.fromEntries(
    Object.entries(value).filter(([key]) => !(keys as readonly string[]).includes(key)),
  ) as Omit<T, K>;

const members = (value: Value): Fields => (isRecord(value) ? value : {});
const items = (value: Value): readonly Value[] => (Array.isArray(value) ? value : []);
const isNothing = (value: Value): boolean =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0);

/** Whether values of this type are owned and replaced as a whole. */
function isLeaf(type: Exclude<Type, { shape: 'any' }>): boolean {
  switch (type.shape) {
    case 'scalar':
      return true;
    case 'list':
      return type.merge === 'atomic';
    case 'map':
    case 'struct':
      return type.atomic;
  }
}

/** Path element of one item of a keyed list or set. */
export function elementOf(type: Type, item: Value): string {
  if (type.shape !== 'list' || type.merge === 'atomic' || type.merge === 'set') {
    return `v:${JSON.stringify(item)}`;
  }
  const { of, merge } = type;
  const key = merge.map((name) => [name, members(item)[name] ?? keyDefault(of, name)]);
  return `k:${JSON.stringify(Object.fromEntries(key))}`;
}

function keyDefault(of: Type, name: string): unknown {
  const field = of.shape === 'struct' ? of.fields.get(name) : undefined;
  if (field?.keyDefault !== undefined) return field.keyDefault;
  return field?.type.shape === 'scalar' && field.type.scalar === 'numeric' ? 0 : '';
}

/** Items of a keyed list or set by path element, in order. */
export const indexed = (type: Type, value: Value): ReadonlyMap<string, Value> =>
  new Map(items(value).map((item) => [elementOf(type, item), item]));

const itemType = (type: Type): Type => (type.shape === 'list' ? type.of : type);

/** Every path that a value sets. */
export function toFieldSet(type: Type, value: Value): FieldSet {
  const set = new FieldSetBuilder();
  collect(type, value, { set, path: [] });
  return set.build();
}

function collect(
  type: Type,
  value: Value,
  { set, path }: { readonly set: FieldSetBuilder; readonly path: readonly string[] },
): void {
  const known = concrete(type, value);
  if (isLeaf(known)) {
    set.add(path);
    return;
  }
  if (known.shape === 'list') {
    for (const [element, item] of indexed(known, value)) {
      collect(known.of, item, { set, path: [...path, element] });
      set.add([...path, element]);
    }
    return;
  }
  for (const [key, member] of Object.entries(members(value))) {
    const below = [...path, `f:${key}`];
    collect(memberType(known, key) ?? { shape: 'any' }, member, { set, path: below });
    const isBare = member === null || (isRecord(member) && Object.keys(member).length === 0);
    if (isBare || !isDeclared(known, key)) set.add(below);
  }
}

export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** Which paths the second value adds, changes and removes. */
export function compare(type: Type, before: Value, after: Value): Comparison {
  const sets = {
    added: new FieldSetBuilder(),
    modified: new FieldSetBuilder(),
    removed: new FieldSetBuilder(),
  };
  compareAt({ type, before, after, path: [], sets });
  return {
    added: sets.added.build(),
    modified: sets.modified.build(),
    removed: sets.removed.build(),
  };
}

interface Comparing {
  readonly type: Type;
  readonly before: Value;
  readonly after: Value;
  readonly path: readonly string[];
  readonly sets: Readonly<Record<'added' | 'modified' | 'removed', FieldSetBuilder>>;
}

function compareAt({ type, before, after, path, sets }: Comparing): void {
  const known = concrete(type, after, before);
  const leaf =
    isLeaf(known) || (isNothing(before) && isNothing(after)) || shapesDiffer(before, after);
  if (!leaf) compareBelow({ type: known, before, after, path, sets });
  if (before === undefined) sets.added.add(path);
  else if (after === undefined) sets.removed.add(path);
  else if (leaf && !isDeepStrictEqual(before, after)) sets.modified.add(path);
}

const shapesDiffer = (before: Value, after: Value): boolean =>
  before !== undefined &&
  after !== undefined &&
  (Array.isArray(before) !== Array.isArray(after) || isRecord(before) !== isRecord(after)) &&
  before !== null &&
  after !== null;

function compareBelow({ type, before, after, path, sets }: Comparing): void {
  if (type.shape === 'list') {
    const [old, now] = [indexed(type, before), indexed(type, after)];
    for (const element of new Set([...old.keys(), ...now.keys()])) {
      const below = { before: old.get(element), after: now.get(element) };
      compareAt({ ...below, type: type.of, path: [...path, element], sets });
    }
    return;
  }
  const [old, now] = [members(before), members(after)];
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const below = { before: old[key], after: now[key], path: [...path, `f:${key}`] };
    compareAt({ ...below, type: memberType(type, key) ?? { shape: 'any' }, sets });
  }
}

/** The value without the members of a set and all below them; undefined when nothing is left. */
export function removeItems(type: Type, value: Value, set: FieldSet): Value {
  const known = concrete(type, value);
  if (known.shape === 'scalar') return value;
  // As in Go (typed/remove.go): descending into an atomic or empty value leaves nothing of it.
  if (isLeaf(known) || isNothing(value)) return undefined;
  const kept =
    known.shape === 'list' ? keptItems(known, value, set) : keptMembers(known, value, set);
  return isNothing(kept) ? undefined : kept;
}

function keptItems(type: Type, value: Value, set: FieldSet): readonly Value[] {
  return items(value).flatMap((item) => {
    const below = set.children.get(elementOf(type, item)) ?? EMPTY;
    if (below.member) return [];
    const kept = below.children.size > 0 ? removeItems(itemType(type), item, below) : item;
    return [kept ?? null];
  });
}

function keptMembers(type: Type, value: Value, set: FieldSet): Fields {
  const kept = Object.entries(members(value)).flatMap(([key, member]) => {
    const below = set.children.get(`f:${key}`) ?? EMPTY;
    if (below.member) return [];
    if (isEmpty(below)) return [[key, member] as const];
    const rest = removeItems(memberType(type, key) ?? { shape: 'any' }, member, below);
    // As in Go, null keeps the place, so that what prunes next still sees it; decoding drops it.
    return [[key, rest ?? null] as const];
  });
  return Object.fromEntries(kept);
}

/** Adds every declared member that is the parent of a path: fieldpath.Set.EnsureNamedFieldsAreMembers. */
export function ensureNamed(type: Type, set: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [element, child] of set.children) {
    const name = element.startsWith('f:') ? element.slice(2) : undefined;
    const below = name === undefined ? itemType(type) : (memberType(type, name) ?? type);
    const isNamed = name !== undefined && isDeclared(type, name) && child.children.size > 0;
    const ensured = ensureNamed(below, child);
    children.set(element, { member: ensured.member || isNamed, children: ensured.children });
  }
  return { member: set.member, children };
}
