import { API_VERSION } from './group.ts';
import type { ObjectRef } from './object.ts';

/** One kind we read or write: a static table instead of discovery. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

const namespaced = (apiVersion: string, kind: string, plural: string): Kind => ({
  apiVersion,
  kind,
  plural,
  namespaced: true,
});
const clusterScoped = (apiVersion: string, kind: string, plural: string): Kind => ({
  apiVersion,
  kind,
  plural,
  namespaced: false,
});

/** Every kind that the operator touches, by kind. A new kind is one line here. */
export const KINDS = {
  AirgapPolicy: clusterScoped(API_VERSION, 'AirgapPolicy', 'airgappolicies'),
  APIService: clusterScoped('apiregistration.k8s.io/v1', 'APIService', 'apiservices'),
  Certificate: namespaced('cert-manager.io/v1', 'Certificate', 'certificates'),
  ClusterIssuer: clusterScoped('cert-manager.io/v1', 'ClusterIssuer', 'clusterissuers'),
  ConfigMap: namespaced('v1', 'ConfigMap', 'configmaps'),
  ControllerRevision: namespaced('apps/v1', 'ControllerRevision', 'controllerrevisions'),
  CustomResourceDefinition: clusterScoped(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'customresourcedefinitions',
  ),
  Deployment: namespaced('apps/v1', 'Deployment', 'deployments'),
  Event: namespaced('events.k8s.io/v1', 'Event', 'events'),
  HorizontalPodAutoscaler: namespaced(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'horizontalpodautoscalers',
  ),
  Ingress: namespaced('networking.k8s.io/v1', 'Ingress', 'ingresses'),
  IngressClass: clusterScoped('networking.k8s.io/v1', 'IngressClass', 'ingressclasses'),
  Issuer: namespaced('cert-manager.io/v1', 'Issuer', 'issuers'),
  Job: namespaced('batch/v1', 'Job', 'jobs'),
  Lease: namespaced('coordination.k8s.io/v1', 'Lease', 'leases'),
  Namespace: clusterScoped('v1', 'Namespace', 'namespaces'),
  NetworkPolicy: namespaced('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies'),
  Node: clusterScoped('v1', 'Node', 'nodes'),
  PersistentVolumeClaim: namespaced('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims'),
  PlaneInstallation: namespaced(API_VERSION, 'PlaneInstallation', 'planeinstallations'),
  PodDisruptionBudget: namespaced('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets'),
  Pod: namespaced('v1', 'Pod', 'pods'),
  PriorityClass: clusterScoped('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses'),
  Secret: namespaced('v1', 'Secret', 'secrets'),
  Service: namespaced('v1', 'Service', 'services'),
  ServiceAccount: namespaced('v1', 'ServiceAccount', 'serviceaccounts'),
  StatefulSet: namespaced('apps/v1', 'StatefulSet', 'statefulsets'),
  StorageClass: clusterScoped('storage.k8s.io/v1', 'StorageClass', 'storageclasses'),
} as const satisfies Record<string, Kind>;

/** The table's line for a kind; undefined for a kind that is not ours to touch. */
export const kindOf = (name: string): Kind | undefined =>
  Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : undefined;

/** The reference of an object of a known kind. */
export const ref = (kind: Kind, name: string, namespace?: string): ObjectRef => ({
  apiVersion: kind.apiVersion,
  kind: kind.kind,
  ...(kind.namespaced && namespace !== undefined ? { namespace } : {}),
  name,
});
