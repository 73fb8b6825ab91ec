import type { KubeObject } from '../../../api/object.ts';
import type { Inputs } from '../../product.ts';
import { asEnv } from '../../shared/objects.ts';
import type { EnvSource } from '../../shared/pod.ts';
import type { PlaneModel } from '../model.ts';
import { djangoSources } from './django.ts';
import { liveSources } from './live.ts';
import { monitorSources } from './monitor.ts';
import { trusted } from './trust.ts';
import type { Trust } from './trust.ts';

/** Environment that more than one part reads, as objects and as references to them. */
export interface Environment {
  readonly objects: readonly KubeObject[];
  /** API, workers and migration. */
  readonly django: readonly EnvSource[];
  readonly live: readonly EnvSource[];
  readonly monitor: readonly EnvSource[];
  readonly trust: Trust;
}

/** Makes the shared environment. Pure; every object is named by its content. */
export function environment(model: PlaneModel, inputs: Inputs): Environment {
  const django = djangoSources(model, inputs);
  const live = liveSources(model, inputs);
  const monitor = monitorSources(model, inputs);
  const trust = trusted(model, inputs);
  return {
    objects: [...django, ...live, ...monitor, ...trust.objects],
    django: django.map(asEnv),
    live: live.map(asEnv),
    monitor: monitor.map(asEnv),
    trust,
  };
}
