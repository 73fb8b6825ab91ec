/** Checks of single objects that an operator is likely to trip over: k8s.io/kubernetes v1.33.13, pkg/apis. */
import type { KubeObject } from '../../../operator/api/object.ts';
import { invalidValue, requiredField } from './answers.ts';
import type { FieldProblem } from './answers.ts';
import { isRecord } from './typed.ts';
import type { Fields } from './typed.ts';

type Problems = Iterable<FieldProblem>;
const record = (value: unknown): Fields => (isRecord(value) ? value : {});
const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(record) : []);

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const DATA_KEY = /^[-._a-zA-Z0-9]+$/;
const MEBIBYTE = 1024 * 1024;

const WRONG_SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const WRONG_LABEL_1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const WRONG_LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** What an object of a built-in kind is refused for, whatever was there before. */
export function* objectProblems(object: KubeObject): Problems {
  yield* nameProblems(object);
  yield* labelProblems(object.metadata.labels, 'metadata.labels');
  const spec = record(object['spec']);
  yield* replicaProblems(spec);
  if (isRecord(spec['template'])) yield* templateProblems(object.kind, spec);
  yield* BY_KIND[object.kind]?.(object, spec) ?? [];
}

function* nameProblems({ kind, metadata: { name } }: KubeObject): Problems {
  const isService = kind === 'Service';
  const longest = isService || kind === 'Namespace' ? 63 : 253;
  const field = 'metadata.name';
  if (name.length > longest) {
    yield invalidValue(field, name, `must be no more than ${longest} bytes`);
  }
  if (!(isService ? LABEL_1035 : SUBDOMAIN).test(name)) {
    yield invalidValue(field, name, isService ? WRONG_LABEL_1035 : WRONG_SUBDOMAIN);
  }
}

function* replicaProblems({ replicas }: Fields): Problems {
  if (typeof replicas !== 'number' || replicas >= 0) return;
  yield invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0');
}

function* labelProblems(labels: unknown, field: string): Problems {
  for (const value of Object.values(record(labels))) {
    if (typeof value !== 'string') continue;
    if (value.length > 63) yield invalidValue(field, value, 'must be no more than 63 bytes');
    if (!LABEL_VALUE.test(value)) yield invalidValue(field, value, WRONG_LABEL_VALUE);
  }
}

function* templateProblems(kind: string, spec: Fields): Problems {
  const template = record(spec['template']);
  const labels = record(record(template['metadata'])['labels']);
  yield* labelProblems(labels, 'spec.template.labels');
  const selector = record(record(spec['selector'])['matchLabels']);
  if (kind !== 'Job') {
    if (!isRecord(spec['selector'])) yield requiredField('spec.selector');
    else if (Object.entries(selector).some(([key, value]) => labels[key] !== value)) {
      const field = 'spec.template.metadata.labels';
      yield invalidValue(field, labels, '`selector` does not match template `labels`');
    }
  }
  yield* containerProblems(record(template['spec']));
}

function* containerProblems(spec: Fields): Problems {
  const volumes = new Set(list(spec['volumes']).map(({ name }) => name));
  for (const member of ['initContainers', 'containers']) {
    const containers = list(spec[member]);
    const field = `spec.template.spec.${member}`;
    if (member === 'containers' && containers.length === 0) yield requiredField(field);
    for (const [index, container] of containers.entries()) {
      const path = `${field}[${index}]`;
      if (!container['name']) yield requiredField(`${path}.name`);
      if (!container['image']) yield requiredField(`${path}.image`);
      yield* mountProblems(container, volumes, path);
    }
  }
}

function* mountProblems(container: Fields, volumes: ReadonlySet<unknown>, path: string): Problems {
  for (const [at, { name }] of list(container['volumeMounts']).entries()) {
    if (volumes.has(name)) continue;
    const message = `Not found: ${JSON.stringify(name)}`;
    yield { field: `${path}.volumeMounts[${at}].name`, reason: 'FieldValueNotFound', message };
  }
}

type KindProblems = (object: KubeObject, spec: Fields) => Problems;

const BY_KIND: Readonly<Record<string, KindProblems>> = {
  ConfigMap: dataProblems,
  Secret: secretProblems,
  Service: serviceProblems,
  PersistentVolumeClaim: claimProblems,
  Job: jobProblems,
};

function* dataProblems(object: KubeObject): Problems {
  const sizes = ['data', 'binaryData'].flatMap((member) =>
    Object.values(record(object[member])).map((value) => sizeOf(object.kind, value)),
  );
  for (const key of Object.keys(record(object['data']))) {
    if (DATA_KEY.test(key)) continue;
    const why =
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
    yield invalidValue(`data[${key}]`, key, why);
  }
  if (sizes.reduce((sum, size) => sum + size, 0) > MEBIBYTE) {
    const message = `Too long: may not be more than ${MEBIBYTE} bytes`;
    const field = object.kind === 'Secret' ? 'data' : '';
    yield { field, reason: 'FieldValueTooLong', message };
  }
}

const sizeOf = (kind: string, value: unknown): number =>
  typeof value === 'string' ? Buffer.byteLength(value, kind === 'Secret' ? 'base64' : 'utf8') : 0;

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
};

function* secretProblems(object: KubeObject): Problems {
  yield* dataProblems(object);
  const type = typeof object['type'] === 'string' ? object['type'] : '';
  for (const key of NEEDED[type] ?? []) {
    if (!(key in record(object['data']))) yield requiredField(`data[${key}]`);
  }
}

function* serviceProblems(_: KubeObject, spec: Fields): Problems {
  const ports = list(spec['ports']);
  const isBare = spec['clusterIP'] === 'None' || spec['type'] === 'ExternalName';
  if (ports.length === 0 && !isBare) yield requiredField('spec.ports');
  for (const [index, { name }] of ports.entries()) {
    if (ports.length > 1 && !name) yield requiredField(`spec.ports[${index}].name`);
  }
}

function* claimProblems(_: KubeObject, spec: Fields): Problems {
  if (!Array.isArray(spec['accessModes'])) {
    yield requiredField('spec.accessModes', 'at least 1 access mode is required');
  }
  const requests = record(record(spec['resources'])['requests']);
  if (requests['storage'] === undefined) yield requiredField('spec.resources[storage]');
}

function* jobProblems(_: KubeObject, spec: Fields): Problems {
  const policy = record(record(spec['template'])['spec'])['restartPolicy'];
  if (policy === 'OnFailure' || policy === 'Never') return;
  yield {
    field: 'spec.template.spec.restartPolicy',
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${JSON.stringify(policy)}: supported values: "OnFailure", "Never"`,
  };
}
