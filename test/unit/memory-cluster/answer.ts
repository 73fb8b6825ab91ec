import type { KubeObject, ManagedFields } from '../../../operator/api/object.ts';

/** An answer, without what differs from one cluster to the next. */
export type Answer =
  | { readonly object: unknown }
  | {
      readonly error: {
        readonly code: number;
        readonly reason: string;
        readonly message: string;
        readonly causes: readonly { readonly field?: string; readonly reason?: string }[];
      };
    };

const CONTROLLERS = ['kube-controller-manager', 'kwok'];
const OWN = [
  'creationTimestamp',
  'uid',
  'resourceVersion',
  'time',
  'clusterIP',
  'clusterIPs',
  'status',
  'deployment.kubernetes.io/revision',
];
const BY_UID = ['batch.kubernetes.io/controller-uid', 'controller-uid'];

/** An object as it is compared: no UIDs, versions, times, addresses, and nothing of controllers. */
export function comparable(object: KubeObject): unknown {
  const managedFields = (object.metadata.managedFields ?? [])
    .filter(({ manager }) => !CONTROLLERS.includes(manager))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return strip({ ...object, metadata: { ...object.metadata, managedFields } });
}

const order = ({ manager, operation }: ManagedFields): string => `${manager}/${operation}`;

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, member]) => !OWN.includes(key) && member !== null && !isBare(key, member),
  );
  return Object.fromEntries(
    kept.map(([key, member]) => [key, BY_UID.includes(key) ? 'uid' : strip(member)]),
  );
}

/** Annotations of which only a controller's were there. */
const isBare = (key: string, member: unknown): boolean =>
  key === 'annotations' && JSON.stringify(strip(member)) === '{}';
