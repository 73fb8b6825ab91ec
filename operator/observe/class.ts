import type { KubeObject } from '../api/object.ts';

/** Kinds of the cluster that a spec refers to by name alone. */
export const CLASSES = ['StorageClass', 'IngressClass', 'PriorityClass'] as const;
/** One of them. */
export type ClassKind = (typeof CLASSES)[number];

/** A class, as far as passes need it. */
export interface ClassFact {
  readonly name: string;
  readonly isDefault: boolean;
  /** Of a StorageClass alone: who makes its volumes. */
  readonly provisioner?: string;
  /** Of a StorageClass alone: its volumes may grow. */
  readonly expands?: boolean;
}

const DEFAULT_CLASS = [
  'storageclass.kubernetes.io/is-default-class',
  'ingressclass.kubernetes.io/is-default-class',
];

/** Keeps of a class its name, whether it is the default one, and of a StorageClass what its volumes can do. */
export const projectClass = ({ metadata, ...object }: KubeObject): ClassFact => ({
  name: metadata.name,
  isDefault: DEFAULT_CLASS.some((key) => metadata.annotations?.[key] === 'true'),
  ...(typeof object['provisioner'] === 'string'
    ? {
        provisioner: object['provisioner'],
        expands: object['allowVolumeExpansion'] === true,
      }
    : {}),
});
