import { FIELD_MANAGER } from '../api/group.ts';
import type { Json, KubeObject } from '../api/object.ts';
import { stableJson } from '../lib/digest.ts';
import { writers } from '../observe/managed.ts';

/** One field of ours that is not as we applied it. */
export interface DriftedField {
  /** `spec.template.spec.containers[name=web].image`. */
  readonly path: string;
  /** Who wrote it, as far as managedFields tell. */
  readonly manager: string;
}

/** Members that name an entry of a list, in the order in which they are tried. */
const KEYS = [
  'name',
  'mountPath',
  'containerPort',
  'port',
  'uid',
  'type',
  'key',
  'host',
  'path',
] as const;

/** Fields in which the live object differs from the desired one, with the manager who owns each. */
export function driftedFields(desired: KubeObject, live: KubeObject): readonly DriftedField[] {
  const paths = [...differences(desired as unknown as Json, live as unknown as Json, [])];
  return paths.map((steps) => ({
    path: steps.join('').replace(/^\./, ''),
    manager: ownerOf(steps, live),
  }));
}

function* differences(
  want: Json,
  have: Json | undefined,
  path: readonly string[],
): Iterable<readonly string[]> {
  if (isList(want)) yield* listDifferences(want, have, path);
  else if (isMap(want)) {
    const members = isMap(have) ? have : {};
    for (const [key, value] of Object.entries(want))
      yield* differences(value, members[key], [...path, `.${key}`]);
  } else if (want !== have) yield path;
}

function* listDifferences(
  want: readonly Json[],
  have: Json | undefined,
  path: readonly string[],
): Iterable<readonly string[]> {
  const entries: readonly Json[] = isList(have) ? have : [];
  for (const [index, entry] of want.entries()) {
    const key = isMap(entry) ? KEYS.find((name) => name in entry) : undefined;
    if (key === undefined || !isMap(entry)) {
      yield* differences(entry, entries[index], [...path, `[${index}]`]);
      continue;
    }
    const match = entries.find((other) => isMap(other) && other[key] === entry[key]);
    yield* differences(entry, match, [
      ...path,
      `[${key}=${stableJson(entry[key]).replaceAll('"', '')}]`,
    ]);
  }
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const isMap = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The manager beside us whose fieldsV1 holds the longest part of a path; "unknown" for a field that was removed. */
function ownerOf(steps: readonly string[], live: KubeObject): string {
  const others = writers(live).filter(({ manager }) => manager !== FIELD_MANAGER);
  const owner = others.find(({ fieldsV1 }) => holds(fieldsV1, steps));
  return owner?.manager ?? 'unknown';
}

function holds(fields: unknown, steps: readonly string[]): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return true;
  if (typeof fields !== 'object' || fields === null) return false;
  const tree = fields as Readonly<Record<string, unknown>>;
  const keys = step.startsWith('.')
    ? [`f:${step.slice(1)}`]
    : Object.keys(tree).filter((key) => matches(key, step));
  return keys.some((key) => key in tree && (isLeaf(tree[key]) || holds(tree[key], rest)));
}

const isLeaf = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Whether a list key of fieldsV1, `k:{"name":"web"}`, is the entry `[name=web]`. */
function matches(key: string, step: string): boolean {
  const [name = '', value = ''] = step.slice(1, -1).split('=');
  return (
    key.startsWith('k:') &&
    (key.includes(`"${name}":"${value}"`) || key.includes(`"${name}":${value}`))
  );
}
