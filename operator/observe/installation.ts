import type { KubeObject } from '../api/object.ts';
import type { InstallationStatus } from '../api/status.ts';

/** A PlaneInstallation as watched: whole, but without what others wrote into its metadata. */
export interface Installation {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly deleting: string | undefined;
  readonly finalizers: readonly string[];
  readonly spec: unknown;
  readonly status: InstallationStatus | undefined;
}

/** Keeps of a PlaneInstallation what passes read. */
export function projectInstallation(object: KubeObject): Installation {
  const { metadata } = object;
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    generation: metadata.generation ?? 0,
    deleting: metadata.deletionTimestamp,
    finalizers: metadata.finalizers ?? [],
    spec: object['spec'],
    status: object['status'] as InstallationStatus | undefined,
  };
}
