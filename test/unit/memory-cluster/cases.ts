/** Requests whose answers by a real API server are recorded in `real-1.33.ndjson`. */
import type { KubeObject, ObjectMeta } from '../../../operator/api/object.ts';
import { randomCases } from './random-cases.ts';
import { NAMESPACE } from './step.ts';
import type { Step } from './step.ts';

type Spec = Readonly<Record<string, unknown>>;

export const object = (
  [apiVersion, kind, name]: readonly [string, string, string],
  rest: Spec = {},
  metadata: Partial<ObjectMeta> = {},
): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: NAMESPACE, ...metadata },
  ...rest,
});

const configMap = (name: string, rest: Spec = {}, metadata: Partial<ObjectMeta> = {}): KubeObject =>
  object(['v1', 'ConfigMap', name], rest, metadata);
const secret = (name: string, rest: Spec): KubeObject => object(['v1', 'Secret', name], rest);
const service = (name: string, spec: Spec): KubeObject => object(['v1', 'Service', name], { spec });
const job = (name: string, spec: Spec): KubeObject =>
  object(['batch/v1', 'Job', name], { spec: { suspend: true, ...spec } });

const MAIN: Spec = { name: 'main', image: 'registry/main:1' };
const template = (labels: Spec, containers: readonly Spec[] = [MAIN], rest: Spec = {}): Spec => ({
  metadata: { labels },
  spec: { containers, ...rest },
});
const workload = (kind: 'Deployment' | 'StatefulSet', name: string, spec: Spec): KubeObject => {
  const selector = { matchLabels: { app: name } };
  const named = kind === 'StatefulSet' ? { serviceName: name } : {};
  const whole = { replicas: 0, selector, template: template({ app: name }), ...named, ...spec };
  return object(['apps/v1', kind, name], { spec: whole });
};
const deployment = (name: string, spec: Spec = {}): KubeObject =>
  workload('Deployment', name, spec);
const statefulSet = (name: string, spec: Spec = {}): KubeObject =>
  workload('StatefulSet', name, spec);

const apply = (wanted: KubeObject, manager = 'one'): Step => ({
  verb: 'apply',
  manager,
  object: wanted,
});
const create = (wanted: KubeObject): Step => ({
  verb: 'create',
  manager: 'creator',
  object: wanted,
});
const replace = (wanted: KubeObject): Step => ({ verb: 'replace', manager: 'two', object: wanted });

const ALIEN = { uid: '00000000-0000-0000-0000-000000000000' };
const CLAIM = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } },
};
const ONE_SHOT = template({ app: 'once' }, [MAIN], { restartPolicy: 'Never' });

const unknownFields: readonly Step[] = [
  apply({ ...deployment('unknown-1'), surprise: 1 }),
  apply(deployment('unknown-2', { surprise: 1 })),
  create(deployment('unknown-3', { surprise: 1, other: 2 })),
  apply(deployment('unknown-4', { replicas: '3' })),
  apply(deployment('unknown-5', { template: template({ app: 'x' }, [{ ...MAIN, surprise: 1 }]) })),
  apply(deployment('unknown-6', { template: template({ app: 'x' }, [MAIN, MAIN]) })),
  apply(configMap('unknown-7', { data: { a: 1 } })),
  apply(configMap('unknown-8', { data: ['a'] })),
];

const invalid: readonly Step[] = [
  apply(deployment('invalid-1', { replicas: -1 })),
  apply(deployment('invalid-2', { template: template({ app: 'other' }) })),
  apply(deployment('invalid-3', { template: template({ app: 'invalid-3' }, []) })),
  apply(deployment('invalid-4', { template: template({ app: 'invalid-4' }, [{ name: 'bare' }]) })),
  apply(configMap('Invalid_5')),
  apply(configMap('invalid-6', {}, { labels: { long: 'x'.repeat(64) } })),
  apply(configMap('invalid-7', { data: { 'a b': '1' } })),
  apply(service('9-invalid', { ports: [{ port: 80 }] })),
  apply(service('invalid-8', { selector: { app: 'x' } })),
  apply(service('invalid-9', { ports: [{ port: 80 }, { port: 81 }] })),
  apply(secret('invalid-10', { type: 'kubernetes.io/tls', data: { 'tls.crt': '' } })),
  apply(job('invalid-11', { template: template({ app: 'x' }) })),
  apply(object(['v1', 'PersistentVolumeClaim', 'invalid-12'], { spec: {} })),
  apply(configMap('invalid-13', {}, { namespace: 'nowhere' })),
];

const preconditions: readonly Step[] = [
  apply(configMap('pre-1')),
  apply(configMap('pre-1', {}, ALIEN)),
  apply(configMap('pre-2', {}, ALIEN)),
  apply(configMap('pre-1', {}, { resourceVersion: '1' })),
  create(configMap('pre-1')),
  create(configMap('pre-3', {}, { resourceVersion: '1' })),
  replace(configMap('pre-4')),
  replace(configMap('pre-4', {}, ALIEN)),
  replace(configMap('pre-1', {}, { resourceVersion: '1' })),
  replace(configMap('pre-1', { data: { a: '1' } })),
  replace(object(['coordination.k8s.io/v1', 'Lease', 'pre-5'], { spec: { holderIdentity: 'a' } })),
  { ...apply(deployment('pre-6')), verb: 'status' },
];

const immutable: readonly Step[] = [
  apply(deployment('fixed-1')),
  apply(deployment('fixed-1', { strategy: { type: 'Recreate' } })),
  apply(statefulSet('fixed-2')),
  apply(statefulSet('fixed-2', { serviceName: 'other' })),
  apply(statefulSet('fixed-2', { volumeClaimTemplates: [CLAIM] })),
  apply(statefulSet('fixed-2', { minReadySeconds: 3 })),
  apply(configMap('fixed-3', { immutable: true, data: { a: '1' } })),
  apply(configMap('fixed-3', { immutable: true, data: { a: '2' } })),
  apply(configMap('fixed-3', { data: { a: '1' } })),
  apply(configMap('fixed-3', { immutable: true, data: { a: '1' } }, { labels: { a: 'b' } })),
  apply(secret('fixed-4', { stringData: { a: '1' } })),
  apply(secret('fixed-4', { stringData: { b: '1' } })),
  apply(secret('fixed-4', { type: 'other', stringData: { b: '1' } })),
  apply(job('fixed-5', { template: ONE_SHOT })),
  apply(job('fixed-5', { template: ONE_SHOT, backoffLimit: 3 })),
  apply(job('fixed-5', { template: ONE_SHOT, completions: 2 })),
  apply(object(['apps/v1', 'ControllerRevision', 'fixed-6'], { data: { a: 1 }, revision: 1 })),
  apply(object(['apps/v1', 'ControllerRevision', 'fixed-6'], { data: { a: 2 }, revision: 1 })),
  apply(service('fixed-7', { ports: [{ port: 80 }] })),
  apply(service('fixed-7', { clusterIP: 'None', ports: [{ port: 80 }] })),
];

const shapes: readonly Step[] = [
  create(statefulSet('shape-1', { volumeClaimTemplates: [CLAIM] })),
  create(deployment('shape-2')),
  apply(deployment('shape-2', { replicas: undefined })),
  create(job('shape-3', { template: ONE_SHOT })),
  apply(service('shape-4', { clusterIP: 'None', selector: { app: 'x' } })),
  apply(service('shape-5', { type: 'ExternalName', externalName: 'a.example.com' })),
  apply(
    object(['networking.k8s.io/v1', 'NetworkPolicy', 'shape-6'], {
      spec: { podSelector: {}, ingress: [], egress: [{ to: [], ports: [{ port: 53 }] }] },
    }),
  ),
];

/** Every sequence of requests, in order. */
export const CASES: readonly (readonly Step[])[] = [
  unknownFields,
  invalid,
  preconditions,
  immutable,
  shapes,
  ...randomCases(40),
];
