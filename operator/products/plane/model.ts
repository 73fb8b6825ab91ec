import type { Model } from '../../model/model.ts';
import type { PlaneSpec } from './spec/index.ts';

/** A model of Plane. */
export type PlaneModel = Model<PlaneSpec>;

/** Which stores the operator runs itself: parts wait for these and for no other. */
export const embeddedStores = ({ database, own }: PlaneModel): readonly string[] => [
  ...(database.kind === 'embedded' ? ['postgres'] : []),
  ...(own.cache.embedded === undefined ? [] : ['valkey']),
  ...(own.broker.embedded === undefined ? [] : ['rabbitmq']),
];

/** Whether the operator runs any store itself. */
export const isStoreEmbedded = (model: PlaneModel): boolean =>
  embeddedStores(model).length > 0 || model.own.objectStore.embedded !== undefined;

/** The bucket of an embedded object store is made before anything stores a file. */
export const bucketPart = ({ own }: PlaneModel): readonly string[] =>
  own.objectStore.embedded === undefined ? [] : ['bucket'];
