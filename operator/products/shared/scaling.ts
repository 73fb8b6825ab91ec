import type { KubeObject } from '../../api/object.ts';
import type { Model } from '../../model/model.ts';
import { childName, selector } from '../../model/names.ts';
import type { Scale } from '../product.ts';

/** Settings of an autoscaler as the spec has them. */
export interface Autoscaling {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly targetCPUUtilizationPercentage?: number | undefined;
  readonly targetMemoryUtilizationPercentage?: number | undefined;
  readonly scaleUpStabilizationSeconds?: number | undefined;
  readonly scaleDownStabilizationSeconds?: number | undefined;
}

/** Who says how many pods a part has. */
export interface Scaling {
  readonly replicas?: number | undefined;
  readonly autoscaling?: Autoscaling | undefined;
  readonly scaledBy?: 'External' | undefined;
}

/** Number that a Deployment is made with, and whose it is from then on. */
export function numberOfPods(
  asked: Scaling | undefined,
  byDefault: number,
): { readonly replicas: number; readonly scale: Scale } {
  if (asked?.replicas !== undefined) return { replicas: asked.replicas, scale: 'asked' };
  if (asked?.autoscaling !== undefined)
    return { replicas: asked.autoscaling.minReplicas, scale: 'yielded' };
  return { replicas: byDefault, scale: asked?.scaledBy === 'External' ? 'yielded' : 'suggested' };
}

/** Pods that are sure to be wanted at any time: what a budget may be built on. */
export const surePods = (asked: Scaling | undefined, byDefault: number): number =>
  asked?.scaledBy === 'External'
    ? 1
    : (asked?.replicas ?? asked?.autoscaling?.minReplicas ?? byDefault);

/** The autoscaler of a part: the Deployment's number is its own from then on. */
export function autoscaler(model: Model, part: string, asked: Autoscaling): KubeObject {
  const {
    targetCPUUtilizationPercentage: cpu,
    targetMemoryUtilizationPercentage: memory,
    scaleUpStabilizationSeconds: up,
    scaleDownStabilizationSeconds: down,
  } = asked;
  const behavior = {
    ...(up === undefined ? {} : { scaleUp: { stabilizationWindowSeconds: up } }),
    ...(down === undefined ? {} : { scaleDown: { stabilizationWindowSeconds: down } }),
  };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: childName(model, part) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: childName(model, part) },
      minReplicas: asked.minReplicas,
      maxReplicas: asked.maxReplicas,
      metrics: [...utilization('cpu', cpu), ...utilization('memory', memory)],
      ...(Object.keys(behavior).length === 0 ? {} : { behavior }),
    },
  };
}

const utilization = (name: 'cpu' | 'memory', percentage: number | undefined): readonly object[] =>
  percentage === undefined
    ? []
    : [
        {
          type: 'Resource',
          resource: { name, target: { type: 'Utilization', averageUtilization: percentage } },
        },
      ];

/**
 * One pod at a time may be drained. Only for parts of two pods and more: a budget of a single pod would promise
 * nothing. A pod that is not ready serves nobody, so it keeps no node from being drained.
 */
export const disruptionBudget = (model: Model, part: string): KubeObject => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: childName(model, part) },
  spec: {
    maxUnavailable: 1,
    selector: { matchLabels: selector(model, part) },
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  },
});
