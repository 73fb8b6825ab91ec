import type { KubeObject } from '../../../../operator/api/object.ts';
import { nameHash } from '../ids.ts';
import type { Fields } from '../typed.ts';
import {
  at,
  controllerOf,
  controllerRef,
  count,
  list,
  nonZero,
  record,
  strings,
  text,
} from './hands.ts';
import type { Hands } from './hands.ts';
import { createPod, isPodReady, runPod } from './pods.ts';

const REVISION = 'controller-revision-hash';

/** Rolls a StatefulSet out: claims and pods by ordinal, the last one first when the template changes. */
export function rollOutStatefulSet(hands: Hands, set: KubeObject): void {
  const revision = revisionFor(hands, set);
  const wanted = count(at(set, 'spec', 'replicas'), 1);
  for (let ordinal = 0; ordinal < wanted; ordinal += 1) {
    createClaims(hands, set, ordinal);
    if (!tendPod(hands, { set, revision, ordinal }) && isOrdered(set)) break;
  }
  update(hands, { set, revision, wanted });
  for (const pod of podsOf(hands, set)) {
    if (ordinalOf(pod) >= wanted) hands.delete(pod);
  }
  writeStatus(hands, set, revision);
}

const isOrdered = (set: KubeObject): boolean =>
  at(set, 'spec', 'podManagementPolicy') !== 'Parallel';

const ordinalOf = ({ metadata }: KubeObject): number => Number(metadata.name.split('-').at(-1));

const podsOf = (hands: Hands, set: KubeObject): readonly KubeObject[] =>
  hands.controlled('Pod', set);

const isOf = (pod: KubeObject, revision: string): boolean =>
  pod.metadata.labels?.[REVISION] === revision;

/** A ControllerRevision for each template, with the labels of the template (history.NewControllerRevision). */
function revisionFor(hands: Hands, set: KubeObject): string {
  const template = record(at(set, 'spec', 'template'));
  const hash = nameHash(template);
  const { name: setName, namespace = '' } = set.metadata;
  const name = `${setName}-${hash}`;
  const found = hands.find('ControllerRevision', namespace, name);
  if (found !== undefined) {
    adopt(hands, set, found);
    return name;
  }
  const revision = 1 + hands.controlled('ControllerRevision', set).length;
  const labels = {
    ...strings(at(template, 'metadata', 'labels')),
    'controller.kubernetes.io/hash': hash,
  };
  hands.create(
    {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: { name, namespace, labels },
      data: { spec: { template: { ...template, $patch: 'replace' } } },
      revision,
    },
    set,
  );
  return name;
}

/** What was orphaned by the set's predecessor is taken over. */
function adopt(hands: Hands, set: KubeObject, object: KubeObject): void {
  if (controllerOf(object) !== undefined || object.metadata.deletionTimestamp !== undefined) return;
  const ownerReferences = [...(object.metadata.ownerReferences ?? []), controllerRef(set)];
  hands.update(object, { metadata: { ...object.metadata, ownerReferences } });
}

const claimName = (template: Fields, set: KubeObject, ordinal: number): string =>
  `${text(at(template, 'metadata', 'name'))}-${set.metadata.name}-${ordinal}`;

function createClaims(hands: Hands, set: KubeObject, ordinal: number): void {
  const { namespace = '' } = set.metadata;
  const retention = at(set, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted');
  for (const template of list(at(set, 'spec', 'volumeClaimTemplates'))) {
    const name = claimName(template, set, ordinal);
    if (hands.find('PersistentVolumeClaim', namespace, name) !== undefined) continue;
    const own = strings(at(template, 'metadata', 'labels'));
    const { controller: _, blockOwnerDeletion: __, ...owner } = controllerRef(set);
    hands.create({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name,
        namespace,
        labels: { ...own, ...strings(at(set, 'spec', 'selector', 'matchLabels')) },
        annotations: strings(at(template, 'metadata', 'annotations')),
        ...(retention === 'Delete' ? { ownerReferences: [owner] } : {}),
      },
      spec: record(template['spec']),
    });
  }
}

interface Place {
  readonly set: KubeObject;
  readonly revision: string;
  readonly ordinal: number;
}

/** Makes sure of one pod; says whether it is ready. */
function tendPod(hands: Hands, { set, revision, ordinal }: Place): boolean {
  const { name: setName, namespace } = set.metadata;
  const name = `${setName}-${ordinal}`;
  const found = hands.find('Pod', namespace, name);
  if (found !== undefined) adopt(hands, set, found);
  else {
    const labels = {
      [REVISION]: revision,
      'statefulset.kubernetes.io/pod-name': name,
      'apps.kubernetes.io/pod-index': String(ordinal),
    };
    createPod(hands, { owner: set, template: withClaims(set, ordinal), name, labels });
  }
  const pod = hands.find('Pod', namespace, name);
  if (pod === undefined) return false;
  // What holds the set back holds new pods back; those that ran go on.
  return runPod(hands, pod, hands.held(set) !== undefined && !isPodReady(pod));
}

/** The template with the volumes of this ordinal's claims. */
function withClaims(set: KubeObject, ordinal: number): Fields {
  const template = record(at(set, 'spec', 'template'));
  const spec = record(template['spec']);
  const claims = list(at(set, 'spec', 'volumeClaimTemplates')).map((claim) => ({
    name: at(claim, 'metadata', 'name'),
    persistentVolumeClaim: { claimName: claimName(claim, set, ordinal) },
  }));
  return { ...template, spec: { ...spec, volumes: [...list(spec['volumes']), ...claims] } };
}

/** Replaces pods of older templates from the last to the first, each when the one before is ready. */
function update(
  hands: Hands,
  {
    set,
    revision,
    wanted,
  }: { readonly set: KubeObject; readonly revision: string; readonly wanted: number },
): void {
  if (at(set, 'spec', 'updateStrategy', 'type') === 'OnDelete') return;
  for (let ordinal = wanted - 1; ordinal >= 0; ordinal -= 1) {
    const pod = hands.find('Pod', set.metadata.namespace, `${set.metadata.name}-${ordinal}`);
    if (pod !== undefined && !isOf(pod, revision)) hands.delete(pod);
    if (!tendPod(hands, { set, revision, ordinal })) return;
  }
}

function writeStatus(hands: Hands, set: KubeObject, revision: string): void {
  const pods = podsOf(hands, set);
  const ready = pods.filter(isPodReady).length;
  const updated = pods.filter((pod) => isOf(pod, revision)).length;
  const before = text(at(set, 'status', 'currentRevision')) || revision;
  const isDone = updated === pods.length && ready === pods.length;
  const current = isDone ? revision : before;
  hands.status(set, {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    collisionCount: 0,
    currentRevision: current,
    updateRevision: revision,
    availableReplicas: ready,
    ...nonZero({
      readyReplicas: ready,
      updatedReplicas: updated,
      currentReplicas: pods.filter((pod) => isOf(pod, current)).length,
    }),
  });
}
