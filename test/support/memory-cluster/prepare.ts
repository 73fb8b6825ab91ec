/** What creation adds to an object: strategies and admission of k8s.io/kubernetes v1.33.13. */
import type { KubeObject } from '../../../operator/api/object.ts';
import type { Ids } from './ids.ts';
import type { Store } from './store.ts';
import { isRecord } from './typed.ts';
import type { Fields } from './typed.ts';

export interface Surroundings {
  readonly store: Store;
  readonly ids: Ids;
}

type Prepare = (object: KubeObject, around: Surroundings) => KubeObject;

const record = (value: unknown): Fields => (isRecord(value) ? value : {});

/** The object as it is stored first. */
export const prepareCreate = (object: KubeObject, around: Surroundings): KubeObject =>
  BY_KIND[object.kind]?.(object, around) ?? object;

/** Labels of an object's pod template. */
export const templateLabels = (object: KubeObject): Readonly<Record<string, string>> =>
  record(record(record(record(object['spec'])['template'])['metadata'])['labels']) as Readonly<
    Record<string, string>
  >;

/**
 * batch/job/strategy.go, generateSelector. A Job without labels takes over those of its template,
 * and as Go hands over the map itself (defaults.go), with what is generated into it.
 */
const job: Prepare = (object) => {
  const { uid = '', name, labels } = object.metadata;
  const spec = record(object['spec']);
  if (spec['manualSelector'] === true) return object;
  const template = record(spec['template']);
  const metadata = record(template['metadata']);
  const own = record(metadata['labels']);
  const all = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
    ...own,
  } as Record<string, string>;
  const isShared = labels === undefined && Object.keys(own).length > 0;
  return {
    ...object,
    metadata: isShared ? { ...object.metadata, labels: all } : object.metadata,
    spec: {
      ...spec,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      template: { ...template, metadata: { ...metadata, labels: all } },
    },
  };
};

/** The allocator of cluster addresses; a headless Service asks for `None`. */
const service: Prepare = (object, { ids }) => {
  const spec = record(object['spec']);
  if (spec['type'] === 'ExternalName') return object;
  const clusterIP = typeof spec['clusterIP'] === 'string' ? spec['clusterIP'] : ids.clusterIp();
  const families = { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' };
  return { ...object, spec: { ...families, ...spec, clusterIP, clusterIPs: [clusterIP] } };
};

/** Admission: the default StorageClass, and the finalizer that guards a claim in use. */
const claim: Prepare = (object, { store }) => {
  const spec = record(object['spec']);
  const isDefault = (candidate: KubeObject): boolean =>
    candidate.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
  const fallback = store.list('StorageClass').find(isDefault)?.metadata.name;
  const storageClassName = spec['storageClassName'] ?? fallback;
  const finalizers = [...(object.metadata.finalizers ?? []), 'kubernetes.io/pvc-protection'];
  return {
    ...object,
    metadata: { ...object.metadata, finalizers },
    spec: storageClassName === undefined ? spec : { ...spec, storageClassName },
  };
};

const namespace: Prepare = (object) => {
  const label = { 'kubernetes.io/metadata.name': object.metadata.name };
  return {
    ...object,
    metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...label } },
    spec: { ...record(object['spec']), finalizers: ['kubernetes'] },
  };
};

const BY_KIND: Readonly<Record<string, Prepare>> = {
  Job: job,
  Namespace: namespace,
  PersistentVolumeClaim: claim,
  Service: service,
};
