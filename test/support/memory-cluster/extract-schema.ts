/**
 * Rewrites `schema.json`: how the built-in kinds merge, as the API server has it.
 *
 * Usage: node test/support/memory-cluster/extract-schema.ts <folder of modules k8s.io> v0.33.13
 * Reads client-go and api (Apache-2.0) of that version; the grammar of the table is told in schema.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { load } from 'js-yaml';

interface Ref {
  readonly namedType?: string;
  readonly scalar?: string;
  readonly list?: {
    readonly elementType: Ref;
    readonly elementRelationship: string;
    readonly keys?: readonly string[];
  };
  readonly map?: Shape;
}
interface Shape {
  readonly fields?: readonly { readonly name: string; readonly type: Ref; default?: unknown }[];
  readonly elementType?: Ref;
  readonly elementRelationship?: string;
}
type Named = Ref & { readonly name: string };

const ROOTS = [
  ...['ControllerRevision', 'Deployment', 'ReplicaSet', 'StatefulSet'].map(
    (kind) => `apps.v1.${kind}`,
  ),
  'autoscaling.v2.HorizontalPodAutoscaler',
  'batch.v1.Job',
  'coordination.v1.Lease',
  ...['ConfigMap', 'Namespace', 'Node', 'PersistentVolumeClaim', 'Pod'].map(
    (kind) => `core.v1.${kind}`,
  ),
  ...['Secret', 'Service', 'ServiceAccount'].map((kind) => `core.v1.${kind}`),
  'events.v1.Event',
  ...['Ingress', 'IngressClass', 'NetworkPolicy'].map((kind) => `networking.v1.${kind}`),
  'policy.v1.PodDisruptionBudget',
  'storage.v1.StorageClass',
];
const WORDS: Readonly<Record<string, string>> = {
  'resource.Quantity': 'quantity',
  'intstr.IntOrString': 'untyped',
  'meta.v1.Time': 'untyped',
  'meta.v1.MicroTime': 'untyped',
  'meta.v1.FieldsV1': 'any',
  // A 1.33 server owns `data` of a ControllerRevision as a whole, whatever client-go's schema says.
  'runtime.RawExtension': 'opaque',
  __untyped_deduced_: 'any',
  __untyped_atomic_: 'opaque',
};

const short = (name: string): string =>
  name.replace(/^io\.k8s\.(api|apimachinery\.pkg\.(apis|api|util)|apimachinery\.pkg)\./, '');

function expression(ref: Ref): string {
  if (ref.namedType !== undefined) return WORDS[short(ref.namedType)] ?? short(ref.namedType);
  if (ref.scalar !== undefined) return ref.scalar;
  if (ref.list !== undefined) {
    const { elementType, elementRelationship, keys = [] } = ref.list;
    const merge = elementRelationship === 'associative' ? `|${keys.join(',')}` : '';
    return `[${expression(elementType)}${merge}]`;
  }
  const { elementType = {}, elementRelationship } = ref.map ?? {};
  return `${elementRelationship === 'atomic' ? '!' : ''}{${expression(elementType)}}`;
}

function withDefault(text: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return `${text}=${value}`;
  return typeof value === 'object' ? `${text}=` : text;
}

const [, , modules = '', version = ''] = process.argv;
const read = (module: string, file: string): string =>
  readFileSync(`${modules}/${module}@${version}/${file}`, 'utf8');
const source = read('client-go', 'applyconfigurations/internal/internal.go');
const yaml = /schemaYAML = typed\.YAMLObject\(`([^`]*)`/.exec(source)?.[1] ?? '';
const { types } = load(yaml) as { types: readonly Named[] };
const byName = new Map(types.map((type) => [short(type.name), type]));

/** JSON names of the fields of each Go struct that are left out when zero: `omitempty` and no pointer. */
function omittedFields(group: string): ReadonlyMap<string, ReadonlySet<string>> {
  const folder = group === 'meta/v1' ? 'apimachinery' : 'api';
  const file = group === 'meta/v1' ? 'pkg/apis/meta/v1/types.go' : `${group}/types.go`;
  const structs = [...read(folder, file).matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)];
  const bodies = new Map(structs.map(([, name = '', body = '']) => [name, body]));
  const fields = (name: string): readonly string[] => {
    const body = bodies.get(name) ?? '';
    const own = [...body.matchAll(/^\s+\w+\s+[^*\s]\S*\s+`json:"(\w+),omitempty/gm)];
    const inline = [...body.matchAll(/^\s+(\w+)\s+`json:",inline"/gm)];
    return [
      ...own.map(([, json = '']) => json),
      ...inline.flatMap(([, embedded = '']) => fields(embedded)),
    ];
  };
  return new Map([...bodies.keys()].map((name) => [name, new Set(fields(name))]));
}

const omitted = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();
function isOmitted(type: string, field: string): boolean {
  const [group = '', apiVersion = '', name = ''] = type.split('.');
  const folder = `${group}/${apiVersion}`;
  const structs = omitted.get(folder) ?? omittedFields(folder);
  omitted.set(folder, structs);
  return structs.get(name)?.has(field) === true;
}

const table: Record<string, Record<string, string>> = {};
const queue = [...ROOTS];
for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
  const shape = byName.get(name)?.map;
  if (name in table || shape === undefined) continue;
  const entry: Record<string, string> = shape.elementRelationship === 'atomic' ? { '!': '' } : {};
  for (const field of shape.fields ?? []) {
    const text = expression(field.type);
    const isZeroOmitted = /^(string|numeric|boolean)$/.test(text) && isOmitted(name, field.name);
    entry[field.name] = withDefault(isZeroOmitted ? `${text}?` : text, field.default);
    queue.push(...text.split(/[^A-Za-z0-9.]/).filter((word) => byName.has(word)));
  }
  table[name] = entry;
}
const lines = Object.keys(table)
  .sort()
  .map((name) => `${JSON.stringify(name)}: ${JSON.stringify(table[name])}`);
writeFileSync(new URL('schema.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
