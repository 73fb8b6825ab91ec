import { AirgapPolicySpec } from '../../operator/api/policy.ts';
import { structural } from '../../operator/api/structural.ts';
import { fromStructural } from './schema.ts';
import type { JsonSchema } from './schema.ts';

const REGISTRY =
  '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[1-9][0-9]{0,4})?(/[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*)*)?$';
const DNS_LABEL = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';
const CIDR = '^[0-9a-f.:]+/[0-9]{1,3}$';

const text = (description: string, value = '', pattern?: string): JsonSchema => ({
  description,
  type: 'string',
  default: value,
  maxLength: 1_024,
  ...(pattern === undefined ? {} : { pattern }),
});

const flag = (description: string, value: boolean): JsonSchema => ({
  description,
  type: 'boolean',
  default: value,
});

const choice = (description: string, value: string, others: readonly string[]): JsonSchema => ({
  description,
  type: 'string',
  default: value,
  enum: [value, ...others],
});

const list = (description: string, items: JsonSchema): JsonSchema => ({
  description,
  type: 'array',
  default: [],
  items,
});

const map = (description: string): JsonSchema => ({
  description,
  type: 'object',
  default: {},
  additionalProperties: { type: 'string' },
});

const group = (
  description: string,
  properties: Readonly<Record<string, JsonSchema>>,
): JsonSchema => ({ description, type: 'object', additionalProperties: false, properties });

/** Something of Kubernetes that is passed on as it is. */
const passed = (description: string, value: object): JsonSchema => ({
  description,
  type: Array.isArray(value) ? 'array' : 'object',
  default: value,
});

const image = group("The operator's image.", {
  repository: text(
    'Path of the image below the registry.',
    'plane-operator/plane-operator',
    '^[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*)*$',
  ),
  tag: text("Tag of the image. Left empty, the chart's appVersion.", '', '^[a-zA-Z0-9._-]{0,128}$'),
  digest: text(
    'Digest of the image, sha256 and 64 hexadecimal digits. Given, it is what runs, whatever the tag says.',
    '',
    '^(sha256:[0-9a-f]{64})?$',
  ),
  pullPolicy: choice('When the kubelet pulls.', 'IfNotPresent', ['Always', 'Never']),
});

const networkPolicy = group('What the pods may reach and be reached by.', {
  enabled: flag('Whether the pods are closed to everything that is not listed here.', true),
  apiServerCIDRs: list(
    'Addresses of the API server, for example 10.0.0.10/32. Left empty, any address on its ports may be reached.',
    { type: 'string', pattern: CIDR, maxLength: 43 },
  ),
  apiServerPorts: {
    description:
      'Ports of the API server, as the network sees them: that of its Service, and that behind it.',
    type: 'array',
    default: [443, 6443],
    minItems: 1,
    items: { type: 'integer', minimum: 1, maximum: 65_535 },
  },
  metricsFrom: passed(
    'NetworkPolicyPeers that may read metrics, for example a namespaceSelector of Prometheus. Left empty, nobody but the test of this chart.',
    [],
  ),
  extraEgress: passed('Further NetworkPolicyEgressRules, as Kubernetes has them.', []),
});

const serviceMonitor = group('ServiceMonitor of the Prometheus operator.', {
  enabled: flag('Whether there is one. The cluster needs its CRD then.', false),
  labels: map('Labels by which a Prometheus finds it.'),
  interval: text('How often metrics are read.', '30s', '^[0-9]+(ms|s|m)$'),
});

const airgapPolicy = group('The one AirgapPolicy of the cluster.', {
  create: flag(
    'Whether the chart makes it. Switch it off where an administrator of the cluster keeps it elsewhere.',
    true,
  ),
  spec: {
    ...fromStructural(structural(AirgapPolicySpec, 'spec')),
    description:
      'What counts as inside: the spec of the AirgapPolicy, as the CRD has it. Whatever is in no list is outside; the default lists nothing.',
    default: {},
  },
});

/** Values of the chart of the operator: what there is to choose, what it means, and what it is when nobody chooses. */
export const OPERATOR_VALUES: JsonSchema = {
  type: 'object',
  properties: {
    registry: text(
      'The internal registry, with optional port and path, that the image lies in. The one knob: nothing of this chart comes from elsewhere. Required.',
      '',
      REGISTRY,
    ),
    image,
    imagePullSecrets: list('Pull secrets for the registry, in the namespace of the release.', {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: { name: { type: 'string', minLength: 1 } },
    }),
    watchNamespaces: {
      ...list(
        'Namespaces whose PlaneInstallations are tended, each with a Role of its own; they have to be there before. Left empty, the namespace of the release.',
        { type: 'string', pattern: DNS_LABEL, maxLength: 63 },
      ),
      uniqueItems: true,
    },
    clusterWide: flag(
      'Whether PlaneInstallations of all namespaces are tended, with a ClusterRole instead of Roles.',
      false,
    ),
    replicas: {
      description: 'Number of pods. One leads; the others have everything read and take over.',
      type: 'integer',
      default: 2,
      minimum: 1,
      maximum: 5,
    },
    workers: {
      description: 'PlaneInstallations that are worked on at once.',
      type: 'integer',
      default: 4,
      minimum: 1,
      maximum: 64,
    },
    logLevel: choice('How much is logged.', 'info', ['trace', 'debug', 'warn', 'error']),
    resources: passed('Requests and limits of the container.', {
      requests: { cpu: '20m', memory: '96Mi' },
      limits: { memory: '256Mi' },
    }),
    priorityClassName: text('PriorityClass of the pods.'),
    nodeSelector: map('Labels of the nodes that the pods may run on.'),
    tolerations: passed('Taints that the pods tolerate, as Kubernetes has them.', []),
    podLabels: map('Further labels of the pods.'),
    podAnnotations: map('Annotations of the pods.'),
    serviceAccount: group('ServiceAccount of the pods.', {
      annotations: map('Annotations of the ServiceAccount.'),
    }),
    networkPolicy,
    metrics: group('Metrics, in the text format of Prometheus.', { serviceMonitor }),
    airgapPolicy,
  },
};
