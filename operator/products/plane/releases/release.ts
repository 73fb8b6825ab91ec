import type { Release } from '../../../model/release.ts';
import type { Resources } from '../../shared/pod.ts';

/** Parts that run a container. */
export type Workload =
  | 'postgres'
  | 'valkey'
  | 'rabbitmq'
  | 'minio'
  | 'bucket'
  | 'migration'
  | 'monitor'
  | 'api'
  | 'worker'
  | 'beat-worker'
  | 'live'
  | 'web'
  | 'admin'
  | 'space';

/** Parts with a volume. */
export type Keeper = 'postgres' | 'valkey' | 'rabbitmq' | 'minio' | 'monitor';

/** What a spec that says nothing gets. */
export interface Defaults {
  readonly resources: Readonly<Record<Workload, Resources>>;
  /** Sizes of volumes. */
  readonly volumes: Readonly<Record<Keeper, string>>;
}

/** One version of Plane. */
export interface PlaneRelease extends Release {
  readonly defaults: Defaults;
}
