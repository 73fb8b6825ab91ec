import { childName } from '../../model/names.ts';
import type { Volume } from '../product.ts';
import { VOLUME } from '../shared/workload.ts';
import type { PlaneModel } from './model.ts';
import { releaseOf } from './releases/index.ts';
import type { Keeper } from './releases/release.ts';

/** Where a spec gives the size of a volume. */
interface Place {
  readonly path: string;
  /** Undefined where the spec has no such volume. */
  readonly of: (model: PlaneModel) => { readonly size?: string | undefined } | undefined;
}

const embedded = (store: 'cache' | 'broker' | 'objectStore'): Place => ({
  path: `spec.plane.${store}.embedded.size`,
  of: ({ own }) => own[store].embedded,
});

/** Every volume of Plane: a part that keeps data and is not in this table does not compile. */
const PLACES: Readonly<Record<Keeper, Place>> = {
  postgres: {
    path: 'spec.database.embedded.size',
    of: ({ database }) => (database.kind === 'embedded' ? database : undefined),
  },
  valkey: embedded('cache'),
  rabbitmq: embedded('broker'),
  minio: embedded('objectStore'),
  opensearch: {
    path: 'spec.plane.search.embedded.size',
    of: ({ own }) => own.search?.embedded,
  },
  monitor: {
    path: 'spec.plane.components.monitor.storage.size',
    of: ({ own }) => own.components?.monitor?.storage ?? {},
  },
};

/** Name of the claim of a part: what its StatefulSet calls it, and what an installation from elsewhere may call otherwise. */
const claimOf = (model: PlaneModel, part: Keeper): string =>
  `${VOLUME}-${childName(model, part)}-0`;

/** The volume of one part. */
export function volumeOf(model: PlaneModel, part: Keeper): Volume {
  const { path, of } = PLACES[part];
  return {
    claim: claimOf(model, part),
    path,
    asked: of(model)?.size,
    size: releaseOf(model.release.version).defaults.volumes[part],
  };
}

/** Every volume that a model has. */
export const volumes = (model: PlaneModel): readonly Volume[] =>
  (Object.keys(PLACES) as Keeper[])
    .filter((part) => PLACES[part].of(model) !== undefined)
    .map((part) => volumeOf(model, part));
