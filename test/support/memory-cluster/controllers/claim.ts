import type { KubeObject } from '../../../../operator/api/object.ts';
import { at, list, record, text } from './hands.ts';
import type { Hands } from './hands.ts';

const IN_USE = 'kubernetes.io/pvc-protection';

/** Binds a claim of a class that exists, grows it, and lets it go when no pod uses it. */
export function tendClaim(hands: Hands, claim: KubeObject): void {
  if (claim.metadata.deletionTimestamp !== undefined) {
    letGo(hands, claim);
    return;
  }
  const spec = record(claim['spec']);
  const className = text(spec['storageClassName']);
  const isKnown = hands.find('StorageClass', undefined, className) !== undefined;
  if (!isKnown || hands.held(claim) !== undefined) return;
  if (spec['volumeName'] === undefined) {
    const bound = { 'pv.kubernetes.io/bind-completed': 'yes' };
    hands.update(claim, {
      metadata: {
        ...claim.metadata,
        annotations: { ...claim.metadata.annotations, ...bound },
      },
      spec: { ...spec, volumeName: `pvc-${claim.metadata.uid ?? ''}` },
    });
    return;
  }
  const storage = at(spec, 'resources', 'requests', 'storage');
  hands.status(claim, {
    phase: 'Bound',
    accessModes: spec['accessModes'],
    capacity: { storage },
  });
}

function letGo(hands: Hands, claim: KubeObject): void {
  const { name, namespace, finalizers = [] } = claim.metadata;
  const isUsed = hands.world.store.list('Pod', namespace).some((pod) => uses(pod, name));
  if (isUsed || !finalizers.includes(IN_USE)) return;
  const left = finalizers.filter((finalizer) => finalizer !== IN_USE);
  hands.update(claim, { metadata: { ...claim.metadata, finalizers: left } });
}

const uses = (pod: KubeObject, name: string): boolean =>
  !['Succeeded', 'Failed'].includes(text(at(pod, 'status', 'phase'))) &&
  list(at(pod, 'spec', 'volumes')).some(
    (volume) => at(volume, 'persistentVolumeClaim', 'claimName') === name,
  );
