import type { Model } from '../../model/model.ts';
import type { Inputs, Part } from '../product.ts';
import type { Environment } from './environment.ts';
import type { PlaneSpec } from './spec.ts';

/** A model of Plane. */
export type PlaneModel = Model<PlaneSpec>;

/** What every part is rendered from. */
export interface Context {
  readonly model: PlaneModel;
  readonly inputs: Inputs;
  /** ConfigMaps and Secrets that more than one part reads. */
  readonly environment: Environment;
}

/** One part of Plane: undefined when the spec does not want it. */
export type PlanePart = (context: Context) => Part | undefined;

/** Which stores the operator runs itself: parts wait for these and for no other. */
export const embeddedStores = ({ database, own }: PlaneModel): readonly string[] => [
  ...(database.kind === 'embedded' ? ['postgres'] : []),
  ...(own.cache.embedded === undefined ? [] : ['valkey']),
  ...(own.broker.embedded === undefined ? [] : ['rabbitmq']),
];

/** The bucket of an embedded object store is made before anything stores a file. */
export const bucketPart = ({ own }: PlaneModel): readonly string[] =>
  own.objectStore.embedded === undefined ? [] : ['bucket'];

/** User of the vendor's own images: what its chart sets for all of them. */
export const VENDOR_USER = { uid: 1000, gid: 1000 } as const;
