/**
 * A set of field paths, as `metadata.managedFields` records them: a tree whose edges are written
 * like in `fieldsV1` (`f:spec`, `k:{"name":"web"}`, `v:"x"`), each node being a member or not.
 *
 * Semantics of sigs.k8s.io/structured-merge-diff v4.6.0, fieldpath/set.go.
 */
export interface FieldSet {
  readonly member: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;
}

/** JSON form of a set. */
export interface FieldsV1 {
  readonly [element: string]: FieldsV1;
}

const NONE: ReadonlyMap<string, FieldSet> = new Map();
export const EMPTY: FieldSet = { member: false, children: NONE };
const LEAF: FieldSet = { member: true, children: NONE };

export const isEmpty = (set: FieldSet): boolean => !set.member && set.children.size === 0;

/** A set of one path. */
export const pathSet = (...path: readonly string[]): FieldSet =>
  path.reduceRight<FieldSet>(
    (inner, element) => ({ member: false, children: new Map([[element, inner]]) }),
    LEAF,
  );

/** What is in one of two sets, in both, or in the first alone. */
function combine(a: FieldSet, b: FieldSet, keep: (a: boolean, b: boolean) => boolean): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const element of new Set([...a.children.keys(), ...b.children.keys()])) {
    const child = combine(a.children.get(element) ?? EMPTY, b.children.get(element) ?? EMPTY, keep);
    if (!isEmpty(child)) children.set(element, child);
  }
  return { member: keep(a.member, b.member), children };
}

export const union = (...sets: readonly FieldSet[]): FieldSet =>
  sets.reduce((all, set) => combine(all, set, (a, b) => a || b), EMPTY);
export const intersection = (a: FieldSet, b: FieldSet): FieldSet =>
  combine(a, b, (inA, inB) => inA && inB);
export const difference = (a: FieldSet, b: FieldSet): FieldSet =>
  combine(a, b, (inA, inB) => inA && !inB);

/** The set without the given paths and without everything below them. */
export function without(set: FieldSet, paths: readonly (readonly string[])[]): FieldSet {
  return paths.reduce(cut, set);
}

function cut(set: FieldSet, [head, ...tail]: readonly string[]): FieldSet {
  const child = head === undefined ? undefined : set.children.get(head);
  if (head === undefined || child === undefined) return set;
  const children = new Map(set.children);
  const rest = tail.length === 0 ? EMPTY : cut(child, tail);
  if (isEmpty(rest)) children.delete(head);
  else children.set(head, rest);
  return { member: set.member, children };
}

interface Node {
  member: boolean;
  readonly children: Map<string, Node>;
}

/** Collects paths one by one. */
export class FieldSetBuilder {
  readonly #root: Node = { member: false, children: new Map() };

  /** The empty path is no member: the root of an object is owned by nobody. */
  add(path: readonly string[]): void {
    let node = this.#root;
    for (const element of path) {
      const child = node.children.get(element) ?? { member: false, children: new Map() };
      node.children.set(element, child);
      node = child;
    }
    node.member = path.length > 0;
  }

  build(): FieldSet {
    return this.#root;
  }
}

export function toFieldsV1(set: FieldSet): FieldsV1 {
  const entries = [...set.children].sort(([a], [b]) => compareElements(a, b));
  const fields = entries.map(([element, child]) => [element, toFieldsV1(child)] as const);
  // A member with members below it is marked by "." (fieldpath/serialize.go).
  const self = set.member && entries.length > 0 ? [['.', {}] as const] : [];
  return Object.fromEntries([...self, ...fields]);
}

export function fromFieldsV1(fields: FieldsV1): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [element, below] of Object.entries(fields)) {
    if (element !== '.') children.set(element, nodeOf(below));
  }
  return { member: '.' in fields, children };
}

function nodeOf(fields: FieldsV1): FieldSet {
  return Object.keys(fields).length === 0 ? LEAF : fromFieldsV1(fields);
}

/** Order of fieldpath/element.go: fields, then keys, then values. */
function compareElements(a: string, b: string): number {
  const rank = (element: string): number => 'fkvi'.indexOf(element.charAt(0));
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  return a < b ? -1 : Number(a > b);
}
