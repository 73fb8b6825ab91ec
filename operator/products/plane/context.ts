import type { Inputs, Part } from '../product.ts';
import type { Environment } from './environment/index.ts';
import type { PlaneModel } from './model.ts';
import type { PlaneRelease } from './releases/release.ts';

/** What every part is rendered from. */
export interface Context {
  readonly model: PlaneModel;
  readonly inputs: Inputs;
  /** The model's release with what only Plane has of it. */
  readonly release: PlaneRelease;
  /** ConfigMaps and Secrets that more than one part reads. */
  readonly environment: Environment;
}

/** One part of Plane: undefined when the spec does not want it. */
export type PlanePart = (context: Context) => Part | undefined;

/** User of the vendor's own images: what its chart sets for all of them, and what they own their files as. */
export const VENDOR_USER = { uid: 1000, gid: 1000 } as const;

/** Script of the image of Plane AI that starts one role; relative to the image's working directory. */
export const piEntrypoint = (role: string): readonly string[] => [`./bin/entrypoint-${role}.sh`];

/** Script of the vendor's backend image that starts one role; relative to the image's working directory. */
export const entrypoint = (role: string): readonly string[] => [
  `./bin/docker-entrypoint-${role}.sh`,
];
