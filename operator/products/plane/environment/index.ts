import type { KubeObject } from '../../../api/object.ts';
import type { Inputs } from '../../product.ts';
import { asEnv } from '../../shared/objects.ts';
import type { EnvSource } from '../../shared/pod.ts';
import { trusted } from '../../shared/trust.ts';
import type { Trust } from '../../shared/trust.ts';
import { isOn, isStoreEmbedded } from '../model.ts';
import type { PlaneModel } from '../model.ts';
import { aiSources } from './ai.ts';
import { djangoSets } from './django.ts';
import type { DjangoSets } from './django.ts';
import { liveSources } from './live.ts';
import { monitorSources } from './monitor.ts';
import { siloSecrets } from './silo.ts';

/** Environment that more than one part reads, as objects and as references to them. */
export interface Environment {
  readonly objects: readonly KubeObject[];
  /** API, workers and migration: all sets, then silo's. */
  readonly django: readonly EnvSource[];
  /** The sets one by one, for parts that read some of them. */
  readonly sets: DjangoSets<EnvSource>;
  /** Keys and connections of silo; none where it is off. */
  readonly silo: readonly EnvSource[];
  readonly live: readonly EnvSource[];
  readonly monitor: readonly EnvSource[];
  /** Plane AI: its own sets, then files and search; none where it is off. */
  readonly ai: readonly EnvSource[];
  readonly trust: Trust;
}

/** Makes the shared environment. Pure; every object is named by its content. */
export function environment(model: PlaneModel, inputs: Inputs): Environment {
  const { appVars, appSecrets, docStore, search } = djangoSets(model, inputs);
  const silo = isOn(model, 'silo') ? [siloSecrets(model, inputs)] : [];
  // Silo's comes last, as in the vendor's chart: it repeats keys and connections of the others.
  const django = [appVars, appSecrets, docStore, search, ...silo];
  const live = liveSources(model, inputs);
  const monitor = monitorSources(model, inputs);
  const ai = aiSources(model, inputs);
  const trust = trusted(model, inputs, { hasStores: isStoreEmbedded(model) });
  return {
    objects: [...django, ...live, ...monitor, ...ai, ...trust.objects],
    django: django.map(asEnv),
    sets: {
      appVars: asEnv(appVars),
      appSecrets: asEnv(appSecrets),
      docStore: asEnv(docStore),
      search: asEnv(search),
    },
    silo: silo.map(asEnv),
    live: live.map(asEnv),
    monitor: monitor.map(asEnv),
    ai: ai.length === 0 ? [] : [...ai, docStore, search].map(asEnv),
    trust,
  };
}
