/** Checks of single objects that an operator is likely to trip over: k8s.io/kubernetes v1.33.13, pkg/apis. */
import type { KubeObject } from '../../../operator/api/object.ts';
import { GoMap, forbiddenField, invalidValue, requiredField } from './answers.ts';
import type { FieldProblem } from './answers.ts';
import { nanos } from './quantity.ts';
import { isRecord } from './typed.ts';
import type { Fields } from './typed.ts';

type Problems = Iterable<FieldProblem>;
const record = (value: unknown): Fields => (isRecord(value) ? value : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
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
  yield* commonProblems(object);
  const spec = record(object['spec']);
  yield* replicaProblems(spec);
  if (isRecord(spec['template'])) yield* templateProblems(object.kind, spec);
  yield* BY_KIND[object.kind]?.(object, spec) ?? [];
}

/** What an object of any kind is refused for. */
export function* commonProblems(object: KubeObject): Problems {
  yield* nameProblems(object);
  yield* labelProblems(object.metadata.labels, 'metadata.labels');
}

function* nameProblems({ kind, metadata: { name } }: KubeObject): Problems {
  const isService = kind === 'Service';
  const longest = isService || kind === 'Namespace' ? 63 : 253;
  const field = 'metadata.name';
  if (name.length > longest) {
    yield invalidValue(field, name, `must be no more than ${longest} characters`);
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
    if (value.length > 63) yield invalidValue(field, value, 'must be no more than 63 characters');
    if (!LABEL_VALUE.test(value)) yield invalidValue(field, value, WRONG_LABEL_VALUE);
  }
}

function* templateProblems(kind: string, spec: Fields): Problems {
  const template = record(spec['template']);
  const labels = record(record(template['metadata'])['labels']);
  yield* labelProblems(labels, 'spec.template.labels');
  const selector = record(record(spec['selector'])['matchLabels']);
  if (kind !== 'Job') {
    const lacks = !isRecord(spec['selector']);
    if (lacks) yield requiredField('spec.selector');
    if (lacks || Object.entries(selector).some(([key, value]) => labels[key] !== value)) {
      const why = '`selector` does not match template `labels`';
      yield invalidValue('spec.template.metadata.labels', new GoMap(labels), why);
    }
  }
  const claims = list(spec['volumeClaimTemplates']).map(({ metadata }) => record(metadata)['name']);
  yield* containerProblems(record(template['spec']), claims);
}

/** Claims of a StatefulSet are volumes of its pods. */
function* containerProblems(spec: Fields, claims: readonly unknown[]): Problems {
  const volumes = new Set([...list(spec['volumes']).map(({ name }) => name), ...claims]);
  yield* volumeProblems(spec);
  for (const member of ['initContainers', 'containers']) {
    const containers = list(spec[member]);
    const field = `spec.template.spec.${member}`;
    if (member === 'containers' && containers.length === 0) yield requiredField(field);
    for (const [index, container] of containers.entries()) {
      const path = `${field}[${index}]`;
      if (!container['name']) yield requiredField(`${path}.name`);
      if (!container['image']) yield requiredField(`${path}.image`);
      yield* environmentProblems(container, path);
      yield* probeProblems(container, path);
      yield* mountProblems(container, volumes, path);
      yield* resourceProblems(record(container['resources']), path);
    }
  }
}

/** A volume without a source becomes an emptyDir, and a source that is applied later is one too many. */
function* volumeProblems(spec: Fields): Problems {
  for (const [index, volume] of list(spec['volumes']).entries()) {
    const [, second] = Object.keys(volume)
      .filter((key) => key !== 'name')
      .sort();
    if (second === undefined) continue;
    const field = `spec.template.spec.volumes[${index}].${second}`;
    yield forbiddenField(field, 'may not specify more than 1 volume type');
  }
}

function* environmentProblems(container: Fields, path: string): Problems {
  for (const [at, { value, valueFrom }] of list(container['env']).entries()) {
    if (valueFrom === undefined || text(value) === '') continue;
    const why = 'may not be specified when `value` is not empty';
    yield invalidValue(`${path}.env[${at}].valueFrom`, '', why);
  }
}

const HANDLERS = ['exec', 'grpc', 'httpGet', 'tcpSocket'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

function* probeProblems(container: Fields, path: string): Problems {
  for (const name of PROBES) {
    const probe = container[name];
    if (!isRecord(probe)) continue;
    const { httpGet } = probe;
    if (!HANDLERS.some((handler) => isRecord(probe[handler]))) {
      yield requiredField(`${path}.${name}`, 'must specify a handler type');
    } else if (isRecord(httpGet) && (httpGet['port'] ?? 0) === 0) {
      const why = 'must be between 1 and 65535, inclusive';
      yield invalidValue(`${path}.${name}.httpGet.port`, 0, why);
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

function* resourceProblems(resources: Fields, path: string): Problems {
  const limits = record(resources['limits']);
  for (const [name, value] of Object.entries(record(resources['requests']))) {
    const limit = text(limits[name]);
    const [asked, most] = [nanos(String(value)), nanos(limit)];
    if (asked === undefined || most === undefined || asked <= most) continue;
    const why = `must be less than or equal to ${name} limit of ${limit}`;
    yield invalidValue(`${path}.resources.requests`, value, why);
  }
}

type KindProblems = (object: KubeObject, spec: Fields) => Problems;

const BY_KIND: Readonly<Record<string, KindProblems>> = {
  ConfigMap: dataProblems,
  Deployment: strategyProblems,
  StatefulSet: strategyProblems,
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
    const field = object.kind === 'Secret' ? 'data' : '[]';
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
    const field = `spec.ports[${index}].name`;
    if (ports.length > 1 && !name) yield requiredField(field);
    if (!name || ports.findIndex((other) => other['name'] === name) === index) continue;
    const message = `Duplicate value: ${JSON.stringify(name)}`;
    yield { field, reason: 'FieldValueDuplicate', message };
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
  const field = 'spec.template.spec.restartPolicy';
  if (policy === undefined || policy === 'Always') {
    yield requiredField(field, 'valid values: "OnFailure", "Never"');
    return;
  }
  const message = `Unsupported value: ${JSON.stringify(policy)}: supported values: "OnFailure", "Never"`;
  yield { field, reason: 'FieldValueNotSupported', message };
}

/** Defaults of the former type stay behind when another is applied, and then they are one too many. */
function* strategyProblems({ kind }: KubeObject, spec: Fields): Problems {
  const member = kind === 'Deployment' ? 'strategy' : 'updateStrategy';
  const { type, rollingUpdate } = record(spec[member]);
  if (type === 'RollingUpdate' || rollingUpdate === undefined) return;
  const field = `spec.${member}.rollingUpdate`;
  if (kind === 'Deployment') {
    yield forbiddenField(field, "may not be specified when strategy `type` is 'Recreate'");
    return;
  }
  yield invalidValue(field, rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'");
}
