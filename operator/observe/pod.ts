import { INSTALLATION_LABEL } from '../api/group.ts';
import type { KubeObject } from '../api/object.ts';

/** What is kept of a StatefulSet's pod. */
export interface PodFact {
  readonly namespace: string;
  readonly name: string;
  readonly installation: string | undefined;
  readonly part: string | undefined;
  /** Absent before it is scheduled. */
  readonly node: string | undefined;
  /** When it has to have ended, RFC 3339; absent while it may run. */
  readonly deadline: string | undefined;
  /** It mounts a claim, which no other pod can have while this one is there. */
  readonly holdsVolume: boolean;
  readonly ready: boolean;
}

/** Keeps of a pod what its node and its volume are about. */
export function projectPod({ metadata, ...object }: KubeObject): PodFact {
  const spec = (object['spec'] ?? {}) as {
    readonly nodeName?: string;
    readonly volumes?: readonly { readonly persistentVolumeClaim?: object }[];
  };
  const { conditions = [] } = (object['status'] ?? {}) as {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    installation: metadata.labels?.[INSTALLATION_LABEL],
    part: metadata.labels?.['app.kubernetes.io/component'],
    node: spec.nodeName,
    deadline: metadata.deletionTimestamp,
    holdsVolume: (spec.volumes ?? []).some((volume) => 'persistentVolumeClaim' in volume),
    ready: conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
  };
}

/** Whether a change of a pod is worth a pass: it began or ended to end, or to be ready. */
export const isNews = (pod: PodFact, old: PodFact | undefined): boolean =>
  pod.deadline !== old?.deadline || pod.ready !== old?.ready;
