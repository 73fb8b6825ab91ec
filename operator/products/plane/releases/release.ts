import type { Profile } from '../../../model/model.ts';
import type { Release } from '../../../model/release.ts';
import type { Resources } from '../../shared/pod.ts';

/** Parts that run a container. */
export type Workload =
  | 'postgres'
  | 'valkey'
  | 'rabbitmq'
  | 'minio'
  | 'bucket'
  | 'opensearch'
  | 'search-index'
  | 'pi-database'
  | 'pi-migration'
  | 'pi-api'
  | 'pi-worker'
  | 'pi-beat'
  | 'migration'
  | 'monitor'
  | 'api'
  | 'worker'
  | 'beat-worker'
  | 'external-api'
  | 'worker-importers'
  | 'automation-consumer'
  | 'webhook-consumer'
  | 'agent-consumer'
  | 'outbox-poller'
  | 'silo'
  | 'live'
  | 'live-exporter'
  | 'email'
  | 'iframely'
  | 'runner'
  | 'web'
  | 'admin'
  | 'space'
  | 'setup';

/** Parts with a volume. */
export type Keeper = 'postgres' | 'valkey' | 'rabbitmq' | 'minio' | 'opensearch' | 'monitor';

/** Parts that a spec may switch on and off, named as in `spec.plane.components`. */
export type Optional =
  | 'externalApi'
  | 'workerImporters'
  | 'automationConsumer'
  | 'webhookConsumer'
  | 'agentConsumer'
  | 'outboxPoller'
  | 'silo'
  | 'liveExporter'
  | 'email'
  | 'iframely'
  | 'runner';

/** What a spec that says nothing gets. */
export interface Defaults {
  /** Whether it runs. */
  readonly enabled: Readonly<Record<Optional, boolean>>;
  readonly resources: Readonly<Record<Workload, Resources>>;
  /** Pods of each part that may have several. */
  readonly replicas: Readonly<Record<Profile, number>>;
  /** Sizes of volumes. */
  readonly volumes: Readonly<Record<Keeper, string>>;
}

/** One version of Plane. */
export interface PlaneRelease extends Release {
  readonly defaults: Defaults;
}
