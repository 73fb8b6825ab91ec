import type { Model } from '../../model/model.ts';
import { releaseOf } from './releases/index.ts';
import type { Optional } from './releases/release.ts';
import type { PlaneSpec } from './spec/index.ts';

/** A model of Plane. */
export type PlaneModel = Model<PlaneSpec>;

/** `spec.plane.mail.intake`. */
export type Intake = NonNullable<NonNullable<PlaneSpec['mail']>['intake']>;

/** Which stores the operator runs itself: parts wait for these and for no other. */
export const embeddedStores = ({ database, own }: PlaneModel): readonly string[] => [
  ...(database.kind === 'embedded' ? ['postgres'] : []),
  ...(own.cache.embedded === undefined ? [] : ['valkey']),
  ...(own.broker.embedded === undefined ? [] : ['rabbitmq']),
];

/** Whether the operator runs any store itself. */
export const isStoreEmbedded = (model: PlaneModel): boolean =>
  embeddedStores(model).length > 0 ||
  model.own.objectStore.embedded !== undefined ||
  model.own.search?.embedded !== undefined;

/** Whether an optional part runs: what the spec says, else what the release does. */
export const isOn = ({ own, release }: PlaneModel, part: Optional): boolean =>
  own.components?.[part]?.enabled ?? releaseOf(release.version).defaults.enabled[part];

/** Mail that comes in; undefined while the part that takes it does not run. */
export const intakeOf = (model: PlaneModel): Intake | undefined =>
  isOn(model, 'email') ? model.own.mail?.intake : undefined;

/** Whether browsers come in by the domain. Closed by default, and for good: an older spec must mean the same for ever. */
export const isOpen = ({ own }: PlaneModel): boolean => own.setup === 'Open';

/** The bucket of an embedded object store is made before anything stores a file. */
export const bucketPart = ({ own }: PlaneModel): readonly string[] =>
  own.objectStore.embedded === undefined ? [] : ['bucket'];

/** An embedded search is there before what fills it. */
export const searchPart = ({ own }: PlaneModel): readonly string[] =>
  own.search?.embedded === undefined ? [] : ['opensearch'];

/** The database of Plane AI, where it lies on the embedded PostgreSQL. */
export const aiDatabasePart = ({ database, own }: PlaneModel): readonly string[] =>
  own.ai !== undefined && own.ai.database === undefined && database.kind === 'embedded'
    ? ['pi-database']
    : [];

/** What everything that works on the database waits for: its schema, and the stores. */
export const backendNeeds = (model: PlaneModel): readonly string[] => [
  'migration',
  ...embeddedStores(model),
  ...bucketPart(model),
];

/** What Plane AI waits for: its schema, the stores, and who knows the licence. */
export const aiNeeds = (model: PlaneModel): readonly string[] => [
  'pi-migration',
  ...backendNeeds(model),
  ...searchPart(model),
  'monitor',
];
