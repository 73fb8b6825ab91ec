/**
 * Defaults that the API server writes into built-in kinds, by type of the schema table.
 * Source: k8s.io/kubernetes v1.33.13, pkg/apis/{core,apps,batch,networking,autoscaling}/v1/defaults.go.
 */
import type { Fields } from './typed.ts';

type Defaults = (value: Fields) => Fields;

const absent = (value: unknown): boolean => value === undefined || value === '';
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const constant =
  (fields: Fields): Defaults =>
  () =>
    fields;

const pullPolicy: Defaults = ({ image }) => {
  const [, tag] = /:([^:/]+)$/.exec(text(image).split('@')[0] ?? '') ?? [];
  const isFloating = !text(image).includes('@') && (tag === undefined || tag === 'latest');
  return {
    imagePullPolicy: isFloating ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  };
};

const rollingUpdate: Defaults = ({ type }) =>
  absent(type) || type === 'RollingUpdate' ? { type: 'RollingUpdate', rollingUpdate: {} } : {};

const serviceSpec: Defaults = ({ type, sessionAffinity }) => ({
  type: 'ClusterIP',
  sessionAffinity: 'None',
  ...(type === 'ExternalName' ? {} : { internalTrafficPolicy: 'Cluster' }),
  ...(type === 'NodePort' || type === 'LoadBalancer' ? { externalTrafficPolicy: 'Cluster' } : {}),
  ...(sessionAffinity === 'ClientIP'
    ? { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } }
    : {}),
});

const MODE = constant({ defaultMode: 0o644 });
const VOLUME_SOURCES = (volume: Fields): readonly string[] =>
  Object.keys(volume).filter((key) => key !== 'name');

export const DEFAULTS: Readonly<Record<string, Defaults>> = {
  'apps.v1.DeploymentSpec': constant({
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  }),
  'apps.v1.DeploymentStrategy': rollingUpdate,
  'apps.v1.ReplicaSetSpec': constant({ replicas: 1 }),
  'apps.v1.StatefulSetSpec': constant({
    replicas: 1,
    revisionHistoryLimit: 10,
    podManagementPolicy: 'OrderedReady',
    persistentVolumeClaimRetentionPolicy: {},
  }),
  'apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy': constant({
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
  }),
  'apps.v1.StatefulSetUpdateStrategy': ({ type }) =>
    absent(type) ? { type: 'RollingUpdate', rollingUpdate: {} } : {},
  'apps.v1.RollingUpdateDeployment': constant({ maxUnavailable: '25%', maxSurge: '25%' }),
  'apps.v1.RollingUpdateStatefulSetStrategy': constant({ partition: 0 }),
  'autoscaling.v2.HorizontalPodAutoscalerSpec': constant({ minReplicas: 1 }),
  'batch.v1.JobSpec': ({ completions, parallelism }) => ({
    ...(completions === undefined && parallelism === undefined ? { completions: 1 } : {}),
    parallelism: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: 'TerminatingOrFailed',
    manualSelector: false,
  }),
  'core.v1.ConfigMapVolumeSource': MODE,
  'core.v1.Container': pullPolicy,
  'core.v1.ContainerPort': constant({ protocol: 'TCP' }),
  'core.v1.DownwardAPIVolumeSource': MODE,
  'core.v1.HTTPGetAction': constant({ path: '/', scheme: 'HTTP' }),
  'core.v1.NamespaceStatus': constant({ phase: 'Active' }),
  'core.v1.ObjectFieldSelector': constant({ apiVersion: 'v1' }),
  // Claims inside a StatefulSet come back with their kind.
  'core.v1.PersistentVolumeClaim': constant({ apiVersion: 'v1', kind: 'PersistentVolumeClaim' }),
  'core.v1.PersistentVolumeClaimSpec': constant({ volumeMode: 'Filesystem' }),
  'core.v1.PersistentVolumeClaimStatus': constant({ phase: 'Pending' }),
  'core.v1.PodSpec': constant({
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
  }),
  'core.v1.PodStatus': constant({ phase: 'Pending' }),
  'core.v1.Probe': constant({
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  }),
  'core.v1.ProjectedVolumeSource': MODE,
  'core.v1.Secret': constant({ type: 'Opaque' }),
  'core.v1.SecretVolumeSource': MODE,
  'core.v1.ServiceAccountTokenProjection': constant({ expirationSeconds: 3600 }),
  'core.v1.ServicePort': ({ port }) => ({ protocol: 'TCP', targetPort: port }),
  'core.v1.ServiceSpec': serviceSpec,
  'core.v1.Volume': (volume) => (VOLUME_SOURCES(volume).length === 0 ? { emptyDir: {} } : {}),
  'networking.v1.NetworkPolicyPort': constant({ protocol: 'TCP' }),
  'networking.v1.NetworkPolicySpec': ({ egress }) => ({
    policyTypes: ['Ingress', ...(Array.isArray(egress) && egress.length > 0 ? ['Egress'] : [])],
  }),
  'storage.v1.StorageClass': constant({
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
  }),
};
