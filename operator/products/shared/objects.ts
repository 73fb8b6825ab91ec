import type { KubeObject } from '../../api/object.ts';
import type { Model } from '../../model/model.ts';
import { childName, contentName, selector } from '../../model/names.ts';
import type { EnvSource } from './pod.ts';

/** Plain values as an immutable ConfigMap named by its content: a changed value is another object, and rolls its consumers alone. */
export function config(
  model: Model,
  name: string,
  data: Readonly<Record<string, string>>,
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: contentName(model, name, data) },
    immutable: true,
    data,
  };
}

/** Secret values, the same way. */
export function secret(
  model: Model,
  name: string,
  values: Readonly<Record<string, string>>,
): KubeObject {
  const data = encoded(values);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: contentName(model, name, data) },
    immutable: true,
    type: 'Opaque',
    data,
  };
}

/** Secret values under a name that stays: pods see a changed value as a changed file, and are not restarted. */
export const standingSecret = (
  model: Model,
  name: string,
  values: Readonly<Record<string, string>>,
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: childName(model, name) },
  type: 'Opaque',
  data: encoded(values),
});

const encoded = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, base64(value)]));

/** Text as the `data` of a Secret has it: `stringData` is not given back by the API server, so drift in it is unseen. */
const base64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));

/** A ConfigMap or Secret as a source of environment. */
export const asEnv = ({ kind, metadata }: KubeObject): EnvSource => ({
  kind: kind === 'ConfigMap' ? 'ConfigMap' : 'Secret',
  name: metadata.name,
});

/** A Service with a cluster address, so that callers never hold the address of a pod that is gone. */
export function service(
  model: Model,
  part: string,
  ports: Readonly<Record<string, number>>,
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: childName(model, part) },
    spec: {
      type: 'ClusterIP',
      selector: selector(model, part),
      ports: Object.entries(ports).map(([name, port]) => ({
        name,
        port,
        protocol: 'TCP',
        targetPort: name,
      })),
    },
  };
}

/** A Service as it is reached from outside the cluster: the pod sees the caller's own address. */
export const exposed = (inside: KubeObject, type: 'NodePort' | 'LoadBalancer'): KubeObject => ({
  ...inside,
  spec: { ...(inside['spec'] as object), type, externalTrafficPolicy: 'Local' },
});

/** A Deployment. */
export function deployment(
  model: Model,
  part: string,
  {
    template,
    replicas,
    recreate = false,
  }: {
    readonly template: object;
    readonly replicas: number;
    readonly recreate?: boolean;
  },
): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: childName(model, part) },
    spec: {
      replicas,
      revisionHistoryLimit: 3,
      // Longer than the slowest start that its probe allows and the pull of an image before it.
      progressDeadlineSeconds: 1200,
      selector: { matchLabels: selector(model, part) },
      // Surge first where pods serve: a rollout never has fewer pods than were asked for.
      strategy: recreate
        ? { type: 'Recreate' }
        : { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template,
    },
  };
}

/** A StatefulSet of one pod with one volume, which outlives both. */
export function statefulSet(
  model: Model,
  part: string,
  {
    template,
    volume,
  }: {
    readonly template: object;
    readonly volume: { readonly name: string; readonly size: string };
  },
): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: childName(model, part) },
    spec: {
      replicas: 1,
      serviceName: childName(model, part),
      selector: { matchLabels: selector(model, part) },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      template,
      volumeClaimTemplates: [claim(model, template, volume)],
    },
  };
}

/** Labels are those of the pods: a volume has to be found again when the resource is gone. */
function claim(
  model: Model,
  template: object,
  { name, size }: { readonly name: string; readonly size: string },
): object {
  const { labels } = (template as { readonly metadata: { readonly labels: object } }).metadata;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, labels },
    spec: {
      accessModes: ['ReadWriteOnce'],
      // Left out when unset: an empty text would switch dynamic provisioning off.
      ...(model.storageClass === undefined ? {} : { storageClassName: model.storageClass }),
      resources: { requests: { storage: size } },
    },
  };
}

/** A Job named by its content: it runs once for each, and a changed one is another Job. */
export const job = (model: Model, name: string, spec: object): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: contentName(model, name, spec) },
  spec,
});
