import { judgeLeaves } from '../leaves.ts';
import type { Bench, ObjectRule, Placed } from '../rule.ts';
import { judgeFreeText } from '../scan.ts';
import { refuse } from '../verdict.ts';
import { judgeDatabaseCluster } from './databases.ts';
import { judgeIssuerRef, judgeIssuerSpec } from './issuers.ts';
import { judgeMiddlewareSpec } from './middlewares.ts';
import { judgeCiliumPolicy, judgeNetworkPolicy } from './network-policies.ts';
import { dig } from './placed.ts';
import { judgePodSpec } from './pods.ts';
import { judgeAnnotations, judgeIngress, judgeSecret } from './routes.ts';
import { judgeEndpoints, judgeEndpointSlice, judgeServiceSpec } from './services.ts';
import { judgeExternalSecret, judgeGenerator, judgeStoreSpec } from './stores.ts';
import { judgeResolved } from './values.ts';
import { judgeVolume } from './volumes.ts';

const WORKLOADS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'ReplicationController',
];

/** What decides about objects, by kind; every rule of a kind is asked. */
export const OBJECT_RULES: readonly ObjectRule[] = [
  {
    id: 'object-issuer',
    doc: 'An issuer of certificates asks, and writes into certificates, servers inside alone.',
    kinds: ['Issuer', 'ClusterIssuer'],
    judge: (object, bench) => judgeIssuerSpec(dig(object, 'spec'), 'spec', bench),
  },
  {
    id: 'object-certificate',
    doc: 'A certificate is asked of an issuer that cert-manager runs.',
    kinds: ['Certificate', 'CertificateRequest'],
    judge: (object) => [judgeIssuerRef(dig(object, 'spec', 'issuerRef'), 'spec.issuerRef')],
  },
  {
    id: 'object-store',
    doc: 'A store of secrets asks servers inside alone.',
    kinds: ['SecretStore', 'ClusterSecretStore'],
    judge: (object, bench) => judgeStoreSpec(dig(object, 'spec'), 'spec', bench),
  },
  {
    id: 'object-external-secret',
    doc: 'An ExternalSecret reads from stores and generators inside alone.',
    kinds: ['ExternalSecret', 'ClusterExternalSecret'],
    judge: (object, bench) => judgeExternalSecret(dig(object, 'spec'), 'spec', bench),
  },
  {
    id: 'object-generator',
    doc: 'A ClusterGenerator makes its values by itself.',
    kinds: ['ClusterGenerator'],
    judge: (object) => [
      { path: 'spec.kind', verdict: judgeGenerator(String(dig(object, 'spec', 'kind'))) },
    ],
  },
  {
    id: 'object-outbound',
    doc: 'Nothing carries Secrets out of the cluster, or asks a service for them.',
    kinds: [
      'PushSecret',
      'ClusterPushSecret',
      'GithubAccessToken',
      'ECRAuthorizationToken',
      'ACRAccessToken',
      'GCRAccessToken',
      'QuayAccessToken',
      'STSSessionToken',
      'VaultDynamicSecret',
      'Grafana',
    ],
    judge: () => [{ path: 'kind', verdict: OUTBOUND }],
  },
  {
    id: 'object-network-policy',
    doc: 'A NetworkPolicy lets packets leave to addresses inside alone.',
    kinds: ['NetworkPolicy'],
    judge: (object, bench) => judgeNetworkPolicy(dig(object, 'spec'), 'spec', bench),
  },
  {
    id: 'object-cilium-policy',
    doc: 'A policy of Cilium lets packets leave to what is inside alone.',
    kinds: ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'],
    judge: (object, bench) => judgeCiliumPolicy(dig(object, 'spec'), 'spec', bench),
  },
  {
    id: 'object-service',
    doc: 'A Service leads to something inside.',
    kinds: ['Service'],
    judge: (object, bench) => judgeServiceSpec(dig(object, 'spec'), 'spec', bench),
  },
  {
    id: 'object-endpoint-slice',
    doc: 'Endpoints written by hand are addresses inside.',
    kinds: ['EndpointSlice'],
    judge: judgeEndpointSlice,
  },
  {
    id: 'object-endpoints',
    doc: 'Endpoints of the old kind are addresses inside.',
    kinds: ['Endpoints'],
    judge: judgeEndpoints,
  },
  {
    id: 'object-pod',
    doc: 'Everything that a pod names stays inside.',
    kinds: ['Pod', 'PodTemplate'],
    // The cases write the spec of a template directly; Kubernetes puts it below template.
    judge: (object, bench) =>
      judgePodSpec(dig(object, 'template', 'spec') ?? dig(object, 'spec'), 'spec', bench),
  },
  {
    id: 'object-workload',
    doc: 'Everything that the pods of a workload name stays inside.',
    kinds: WORKLOADS,
    judge: (object, bench) =>
      judgePodSpec(dig(object, 'spec', 'template', 'spec'), 'spec.template.spec', bench),
  },
  {
    id: 'object-cron-job',
    doc: 'Everything that the pods of a CronJob name stays inside.',
    kinds: ['CronJob'],
    judge: (object, bench) =>
      judgePodSpec(
        dig(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec'),
        'spec.jobTemplate.spec.template.spec',
        bench,
      ),
  },
  {
    id: 'object-volume',
    doc: 'A PersistentVolume lies on a server inside.',
    kinds: ['PersistentVolume'],
    judge: (object, bench) => judgeVolume(dig(object, 'spec'), 'spec', bench),
  },
  {
    id: 'object-pull-secret',
    doc: 'Pull credentials are for listed registries, and no other text of a Secret leads outside.',
    kinds: ['Secret'],
    judge: judgeSecret,
  },
  {
    id: 'object-ingress',
    doc: 'An Ingress serves hosts inside.',
    kinds: ['Ingress'],
    judge: (object, bench) => judgeIngress(dig(object, 'spec'), 'spec', bench),
  },
  {
    id: 'object-middleware',
    doc: 'A Middleware leads to something inside.',
    kinds: ['Middleware'],
    judge: (object, bench) => judgeMiddlewareSpec(dig(object, 'spec'), 'spec', bench),
  },
  {
    id: 'object-database',
    doc: 'A database cluster copies from and to stores inside.',
    kinds: ['Cluster'],
    judge: (object, bench) => judgeDatabaseCluster(dig(object, 'spec'), 'spec', bench),
  },
  {
    id: 'object-annotations',
    doc: 'Every annotation of an object and of its pods stays inside.',
    kinds: ['Ingress', 'Service', 'Pod', 'PodTemplate', ...WORKLOADS],
    *judge(object: unknown, bench: Bench): Generator<Placed> {
      yield* judgeAnnotations(dig(object, 'metadata'), 'metadata', bench);
      const template = dig(object, 'spec', 'template', 'metadata');
      yield* judgeAnnotations(template, 'spec.template.metadata', bench);
    },
  },
  {
    id: 'object-resolved',
    doc: 'A value that was read for a variable or a file stays inside, and what it becomes later too.',
    kinds: [undefined],
    judge: (object, bench) =>
      dig(object, 'resolved') === undefined && dig(object, 'valueFrom') === undefined
        ? []
        : judgeResolved(object, bench),
  },
  {
    id: 'object-second-order',
    doc: 'What an allowed server leads to, such as endpoints it advertises and redirects, stays inside.',
    kinds: [undefined],
    judge: (object, bench) =>
      dig(object, 'resolved') !== undefined || dig(object, 'valueFrom') !== undefined
        ? []
        : [{ path: 'answer', verdict: judgeLeaves(object, bench, judgeFreeText) }],
  },
  {
    id: 'object-other',
    doc: 'Every address that is found in an object of another kind is inside.',
    kinds: ['*'],
    judge: (object, bench) => [
      { path: 'spec', verdict: judgeLeaves(dig(object, 'spec'), bench, judgeFreeText) },
      { path: 'data', verdict: judgeLeaves(dig(object, 'data'), bench, judgeFreeText) },
      { path: 'parameters', verdict: judgeLeaves(dig(object, 'parameters'), bench, judgeFreeText) },
    ],
  },
];

const OUTBOUND = refuse('DefaultsToExternal', {
  is: 'the object carries Secrets out of the cluster, or asks a service for them',
  accept: 'leave it out',
});
