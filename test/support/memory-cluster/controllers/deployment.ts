import type { KubeObject } from '../../../../operator/api/object.ts';
import { nameHash } from '../ids.ts';
import { at, count, nonZero, record, strings } from './hands.ts';
import type { Condition, Hands } from './hands.ts';
import { createPod, isPodReady, runPod } from './pods.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const HASH = 'pod-template-hash';

/** Rolls a Deployment out: one ReplicaSet for each template, old pods until new ones are ready. */
export function rollOutDeployment(hands: Hands, deployment: KubeObject): void {
  if (at(deployment, 'spec', 'paused') === true) return;
  const wanted = count(at(deployment, 'spec', 'replicas'), 1);
  const current = replicaSetFor(hands, deployment);
  const others = hands
    .controlled('ReplicaSet', deployment)
    .filter(({ metadata }) => metadata.uid !== current.metadata.uid);
  const isHeld = hands.held(deployment) !== undefined;
  const old = others.filter((set) => count(at(set, 'spec', 'replicas'), 0) > 0);
  // While held, one new pod comes on top of the old ones (maxSurge).
  scale(hands, current, {
    replicas: isHeld && old.length > 0 ? Math.min(1, wanted) : wanted,
    isHeld,
  });
  const isReady = podsOf(hands, current).filter(isPodReady).length >= wanted;
  if (isReady || wanted === 0) {
    for (const set of others) scale(hands, set, { replicas: 0, isHeld: false });
    forgetHistory(hands, deployment, others);
  }
  writeStatus(hands, deployment, current);
}

function replicaSetFor(hands: Hands, deployment: KubeObject): KubeObject {
  const spec = record(deployment['spec']);
  const template = record(spec['template']);
  const hash = nameHash(template);
  const { name, namespace = '' } = deployment.metadata;
  const sets = hands.controlled('ReplicaSet', deployment);
  const revision = Math.max(0, ...sets.map(revisionOf));
  const found = sets.find(({ metadata }) => metadata.labels?.[HASH] === hash);
  if (found !== undefined) {
    // Rolling back makes an old ReplicaSet the newest revision again.
    if (revisionOf(found) === revision) return found;
    const annotations = { ...found.metadata.annotations, [REVISION]: String(revision + 1) };
    hands.update(found, { metadata: { ...found.metadata, annotations } });
    return hands.find('ReplicaSet', namespace, found.metadata.name) ?? found;
  }
  const metadata = record(template['metadata']);
  const labels = { ...strings(metadata['labels']), [HASH]: hash };
  return hands.create(
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${name}-${hash}`,
        namespace,
        labels,
        annotations: { ...deployment.metadata.annotations, [REVISION]: String(revision + 1) },
      },
      spec: {
        replicas: 0,
        selector: {
          matchLabels: { ...strings(at(spec, 'selector', 'matchLabels')), [HASH]: hash },
        },
        template: { ...template, metadata: { ...metadata, labels } },
      },
    },
    deployment,
  );
}

const revisionOf = ({ metadata }: KubeObject): number =>
  Number(metadata.annotations?.[REVISION] ?? 0);

const podsOf = (hands: Hands, set: KubeObject): readonly KubeObject[] =>
  hands.controlled('Pod', set).filter(({ metadata }) => metadata.deletionTimestamp === undefined);

function scale(
  hands: Hands,
  set: KubeObject,
  { replicas, isHeld }: { readonly replicas: number; readonly isHeld: boolean },
): void {
  hands.update(set, { spec: { ...record(set['spec']), replicas } });
  const pods = podsOf(hands, set);
  for (const pod of pods.slice(replicas)) hands.delete(pod);
  for (let missing = replicas - pods.length; missing > 0; missing -= 1) {
    const name = `${set.metadata.name}-${hands.world.ids.suffix()}`;
    const template = record(at(set, 'spec', 'template'));
    createPod(hands, { owner: set, template, name, labels: {} });
  }
  for (const pod of podsOf(hands, set)) runPod(hands, pod, isHeld && !isPodReady(pod));
  const now = hands.find('ReplicaSet', set.metadata.namespace, set.metadata.name);
  if (now === undefined) return;
  const ready = podsOf(hands, set).filter(isPodReady).length;
  hands.status(now, {
    observedGeneration: now.metadata.generation,
    replicas,
    ...nonZero({ fullyLabeledReplicas: replicas, readyReplicas: ready, availableReplicas: ready }),
  });
}

/** Old ReplicaSets beyond `revisionHistoryLimit` go. */
function forgetHistory(hands: Hands, deployment: KubeObject, sets: readonly KubeObject[]): void {
  const limit = count(at(deployment, 'spec', 'revisionHistoryLimit'), 10);
  const oldest = [...sets].sort((a, b) => revisionOf(a) - revisionOf(b));
  for (const set of oldest.slice(0, Math.max(0, sets.length - limit))) hands.delete(set);
}

function writeStatus(hands: Hands, deployment: KubeObject, current: KubeObject): void {
  const wanted = count(at(deployment, 'spec', 'replicas'), 1);
  const all = hands.controlled('ReplicaSet', deployment).flatMap((set) => podsOf(hands, set));
  const ready = all.filter(isPodReady).length;
  const updated = podsOf(hands, current);
  const updatedReady = updated.filter(isPodReady).length;
  const isComplete = updatedReady >= wanted && all.length === updated.length;
  const fresh = hands.find('ReplicaSet', current.metadata.namespace, current.metadata.name);
  hands.status(
    deployment,
    {
      observedGeneration: deployment.metadata.generation,
      ...nonZero({
        replicas: all.length,
        updatedReplicas: updated.length,
        readyReplicas: ready,
        availableReplicas: ready,
        unavailableReplicas: Math.max(0, Math.max(wanted, all.length) - ready),
      }),
      conditions: hands.conditions(
        deployment,
        [available(ready, wanted), progressing(hands, deployment, { isComplete, current })],
        'lastUpdateTime',
      ),
    },
    { [REVISION]: String(revisionOf(fresh ?? current)) },
  );
}

/** `maxUnavailable` 25%, rounded down. */
const available = (ready: number, wanted: number): Condition =>
  ready >= wanted - Math.floor(wanted / 4)
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };

function progressing(
  hands: Hands,
  deployment: KubeObject,
  { isComplete, current }: { readonly isComplete: boolean; readonly current: KubeObject },
): Condition {
  const name = `ReplicaSet "${current.metadata.name}"`;
  const type = 'Progressing';
  if (isComplete) {
    const message = `${name} has successfully progressed.`;
    return { type, status: 'True', reason: 'NewReplicaSetAvailable', message };
  }
  if (hands.held(deployment) === 'stalled') {
    const message = `${name} has timed out progressing.`;
    return { type, status: 'False', reason: 'ProgressDeadlineExceeded', message };
  }
  return { type, status: 'True', reason: 'ReplicaSetUpdated', message: `${name} is progressing.` };
}
