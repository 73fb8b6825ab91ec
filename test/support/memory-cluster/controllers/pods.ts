import type { KubeObject } from '../../../../operator/api/object.ts';
import { at, list, record, strings, text } from './hands.ts';
import type { Hands } from './hands.ts';
import type { Fields } from '../typed.ts';

export interface PodOrder {
  readonly owner: KubeObject;
  readonly template: Fields;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export function createPod(hands: Hands, { owner, template, name, labels }: PodOrder): KubeObject {
  const metadata = record(template['metadata']);
  return hands.create(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        namespace: owner.metadata.namespace ?? '',
        labels: { ...strings(metadata['labels']), ...labels },
        annotations: strings(metadata['annotations']),
      },
      spec: record(template['spec']),
    },
    owner,
  );
}

/** Brings a pod to where it can be: what it mounts or reads has to be there. */
export function runPod(hands: Hands, pod: KubeObject, isHeld: boolean): boolean {
  const lack = isHeld ? 'held' : lackOf(hands, pod);
  const isReady = lack === undefined;
  const conditions = hands.conditions(
    pod,
    [
      {
        type: 'Ready',
        status: isReady ? 'True' : 'False',
        reason: isReady ? 'PodReady' : 'ContainersNotReady',
        message: lack ?? 'every container is ready',
      },
    ],
    undefined,
  );
  hands.status(pod, { phase: isReady ? 'Running' : 'Pending', conditions });
  return isReady;
}

export const isPodReady = (pod: KubeObject): boolean =>
  list(at(pod, 'status', 'conditions')).some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );

/** First thing a pod waits for. */
export function lackOf(hands: Hands, pod: KubeObject): string | undefined {
  const { namespace } = pod.metadata;
  const spec = record(pod['spec']);
  const wanted = [...volumesOf(spec), ...environmentOf(spec)];
  const account = text(spec['serviceAccountName']);
  if (account !== '' && account !== 'default')
    wanted.push({ kind: 'ServiceAccount', name: account });
  for (const { kind, name, key } of wanted) {
    const found = hands.find(kind, namespace, name);
    if (found === undefined) return `${kind} "${name}" not found`;
    if (key !== undefined && record(found['data'])[key] === undefined) {
      return `couldn't find key ${key} in ${kind} ${namespace ?? ''}/${name}`;
    }
    if (kind === 'PersistentVolumeClaim' && at(found, 'status', 'phase') !== 'Bound') {
      return `pod has unbound immediate PersistentVolumeClaims: ${name}`;
    }
  }
  return undefined;
}

interface Wanted {
  readonly kind: string;
  readonly name: string;
  readonly key?: string | undefined;
}

function volumesOf(spec: Fields): Wanted[] {
  return list(spec['volumes']).flatMap((volume) => {
    const projected = list(at(volume, 'projected', 'sources'));
    return [volume, ...projected].flatMap((source) => [
      ...reference('Secret', record(source['secret']), 'secretName'),
      ...reference('Secret', record(source['secret'])),
      ...reference('ConfigMap', record(source['configMap'])),
      ...reference('PersistentVolumeClaim', record(source['persistentVolumeClaim']), 'claimName'),
    ]);
  });
}

function environmentOf(spec: Fields): Wanted[] {
  const containers = [...list(spec['initContainers']), ...list(spec['containers'])];
  return containers.flatMap((container) => [
    ...list(container['envFrom']).flatMap((from) => [
      ...reference('Secret', record(from['secretRef'])),
      ...reference('ConfigMap', record(from['configMapRef'])),
    ]),
    ...list(container['env']).flatMap(({ valueFrom }) => [
      ...reference('Secret', record(at(valueFrom, 'secretKeyRef'))),
      ...reference('ConfigMap', record(at(valueFrom, 'configMapKeyRef'))),
    ]),
  ]);
}

function reference(kind: string, source: Fields, member = 'name'): Wanted[] {
  const name = text(source[member]);
  if (name === '' || source['optional'] === true) return [];
  const key = typeof source['key'] === 'string' ? source['key'] : undefined;
  return [{ kind, name, key }];
}
