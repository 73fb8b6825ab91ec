import type { Finding } from '../../../api/finding.ts';
import { surePods } from '../../shared/scaling.ts';
import type { PlaneModel } from '../model.ts';

/** Parts without which nobody can work. */
const NEEDED = ['web', 'api', 'live', 'worker'] as const;
const FEWEST = 2;

/** Nothing that everybody needs hangs on one pod where the profile says so. */
export function* highAvailability(model: PlaneModel): Iterable<Finding> {
  if (model.profile !== 'HighAvailability') return;
  for (const path of embedded(model)) {
    yield {
      severity: 'refuse',
      rule: 'NotHighlyAvailable',
      path,
      message: 'is a store of one pod and one volume, with which everything stops',
      fix: 'use external, a store of the site that outlives a node, or the profile Standard',
    };
  }
  for (const part of NEEDED) yield* tooFew(model, part);
}

/** Paths of the stores that the operator would run. */
function* embedded({ database, own }: PlaneModel): Iterable<string> {
  if (database.kind === 'embedded') yield 'spec.database.embedded';
  for (const store of ['cache', 'broker', 'objectStore', 'search'] as const)
    if (own[store]?.embedded !== undefined) yield `spec.plane.${store}.embedded`;
}

function* tooFew({ own }: PlaneModel, part: (typeof NEEDED)[number]): Iterable<Finding> {
  const settings = own.components?.[part];
  const path = `spec.plane.components.${part}`;
  if (settings?.scaledBy === 'External') {
    yield {
      severity: 'note',
      rule: 'NotHighlyAvailable',
      path: `${path}.scaledBy`,
      message: 'whoever scales it may leave one pod or none, and it has no PodDisruptionBudget',
      fix: `let that one keep ${FEWEST} pods or more, or use autoscaling`,
    };
    return;
  }
  const pods = surePods(settings, FEWEST);
  if (pods >= FEWEST) return;
  yield {
    severity: 'refuse',
    rule: 'NotHighlyAvailable',
    path: `${path}.${settings?.autoscaling === undefined ? 'replicas' : 'autoscaling.minReplicas'}`,
    message: `is ${pods} in the profile HighAvailability`,
    fix: `give ${FEWEST} or more, leave it out for the release's ${FEWEST}, or use the profile Standard`,
  };
}
