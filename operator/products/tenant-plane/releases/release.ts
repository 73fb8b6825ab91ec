import type { Profile } from '../../../model/model.ts';
import type { Release } from '../../../model/release.ts';
import type { Resources } from '../../shared/pod.ts';

/** Parts that run a container. */
export type Workload = 'server' | 'postgres';

/** Parts with a volume; the server has one where it is tried out. */
export type Keeper = Workload;

/** One contract of the Tenant Plane. */
export interface TenantPlaneRelease extends Release {
  /** What a spec that says nothing gets. */
  readonly defaults: {
    readonly resources: Readonly<Record<Workload, Resources>>;
    readonly replicas: Readonly<Record<Profile, number>>;
    /** Sizes of volumes. */
    readonly volumes: Readonly<Record<Keeper, string>>;
    /** Room for bundles of edge agents on each pod. */
    readonly bundles: string;
  };
}
