/**
 * Rewrites `schema.json`: how the built-in kinds merge, as the API server has it.
 *
 * Usage: node test/support/memory-cluster/extract-schema.ts <client-go>/applyconfigurations/internal/internal.go
 * The committed table is of k8s.io/client-go v0.33.13 (Apache-2.0); its grammar is told in schema.ts.
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
  'runtime.RawExtension': 'any',
  __untyped_deduced_: 'any',
  __untyped_atomic_: 'any',
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

const source = readFileSync(process.argv[2] ?? '', 'utf8');
const yaml = /schemaYAML = typed\.YAMLObject\(`([^`]*)`/.exec(source)?.[1] ?? '';
const { types } = load(yaml) as { types: readonly Named[] };
const byName = new Map(types.map((type) => [short(type.name), type]));

const table: Record<string, Record<string, string>> = {};
const queue = [...ROOTS];
for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
  const shape = byName.get(name)?.map;
  if (name in table || shape === undefined) continue;
  const entry: Record<string, string> = shape.elementRelationship === 'atomic' ? { '!': '' } : {};
  for (const field of shape.fields ?? []) {
    const text = expression(field.type);
    entry[field.name] = withDefault(text, field.default);
    queue.push(...text.split(/[^A-Za-z0-9.]/).filter((word) => byName.has(word)));
  }
  table[name] = entry;
}
const lines = Object.keys(table)
  .sort()
  .map((name) => `${JSON.stringify(name)}: ${JSON.stringify(table[name])}`);
writeFileSync(new URL('schema.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
