import { aiDatabasePart, isOn } from './model.ts';
import type { PlaneModel } from './model.ts';
import { releaseOf } from './releases/index.ts';
import type { Optional, Workload } from './releases/release.ts';

/** Member of `spec.plane.components`. */
export type Member = keyof NonNullable<PlaneModel['own']['components']>;

/** The part that each member is about: one that is missing here does not compile. */
const PART_OF: Readonly<Record<Member, Workload>> = {
  web: 'web',
  admin: 'admin',
  space: 'space',
  live: 'live',
  api: 'api',
  worker: 'worker',
  beatWorker: 'beat-worker',
  externalApi: 'external-api',
  workerImporters: 'worker-importers',
  automationConsumer: 'automation-consumer',
  webhookConsumer: 'webhook-consumer',
  agentConsumer: 'agent-consumer',
  outboxPoller: 'outbox-poller',
  silo: 'silo',
  liveExporter: 'live-exporter',
  email: 'email',
  iframely: 'iframely',
  runner: 'runner',
  postgres: 'postgres',
  valkey: 'valkey',
  rabbitmq: 'rabbitmq',
  minio: 'minio',
  opensearch: 'opensearch',
  migration: 'migration',
  bucket: 'bucket',
  searchIndex: 'search-index',
  piDatabase: 'pi-database',
  piMigration: 'pi-migration',
  piApi: 'pi-api',
  piWorker: 'pi-worker',
  piBeat: 'pi-beat',
  monitor: 'monitor',
};

/** Every member with its part. */
export const MEMBERS = Object.entries(PART_OF) as readonly (readonly [Member, Workload])[];

const hasAi = ({ own }: PlaneModel): boolean => own.ai !== undefined;

/** When the parts run that neither always do nor are optional. */
const WHERE: Readonly<Partial<Record<Member, (model: PlaneModel) => boolean>>> = {
  postgres: ({ database }) => database.kind === 'embedded',
  valkey: ({ own }) => own.cache.embedded !== undefined,
  rabbitmq: ({ own }) => own.broker.embedded !== undefined,
  minio: ({ own }) => own.objectStore.embedded !== undefined,
  bucket: ({ own }) => own.objectStore.embedded !== undefined,
  opensearch: ({ own }) => own.search?.embedded !== undefined,
  searchIndex: ({ own }) => own.search !== undefined,
  piDatabase: (model) => aiDatabasePart(model).length > 0,
  piMigration: hasAi,
  piApi: hasAi,
  piWorker: hasAi,
  piBeat: hasAi,
};

/** Whether the part of a member runs at all. */
export function runs(model: PlaneModel, member: Member): boolean {
  const { enabled } = releaseOf(model.release.version).defaults;
  const isOptional = (name: string): name is Optional => Object.hasOwn(enabled, name);
  return isOptional(member) ? isOn(model, member) : (WHERE[member]?.(model) ?? true);
}
