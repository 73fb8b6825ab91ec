import { KINDS } from './kinds.ts';
import type { Kind } from './kinds.ts';

/** What the API server may be asked to do with an object. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

/**
 * Where a right holds: in every namespace with installations, in the operator's own namespace, or in
 * the cluster. Rights in the cluster are to read alone, but for our own finalizer.
 */
export type Place = 'installations' | 'operator' | 'cluster';

/** One line of what the operator may do, and what for. */
export interface Right {
  readonly kind: Kind;
  readonly subresource?: 'status' | 'finalizers';
  readonly place: Place;
  readonly verbs: readonly Verb[];
  /** A sentence for whoever has to grant it. */
  readonly why: string;
  /**
   * Verbs that no request shows, and what shows them instead. All others are in the audit log of the
   * tests, or they would not be here.
   */
  readonly unseen?: { readonly verbs: readonly Verb[]; readonly why: string };
}

const READ = ['get', 'list', 'watch'] as const;
/** Server-side apply is a patch that also needs the right to create. */
const TEND: readonly Verb[] = [...READ, 'create', 'patch', 'delete'];

const tended = (kind: Kind, why: string): Right => ({
  kind,
  place: 'installations',
  verbs: TEND,
  why,
});

const watched = (kind: Kind, why: string): Right => ({
  kind,
  place: 'cluster',
  verbs: ['list', 'watch'],
  why,
});

/** Everything that the operator asks of an API server: the charts' rules and their table are made of it. */
export const RIGHTS: readonly Right[] = [
  {
    kind: KINDS.PlaneInstallation,
    place: 'installations',
    verbs: ['list', 'watch', 'patch'],
    why: 'Reads what is asked for. Writes nothing of it but its own finalizer.',
  },
  {
    kind: KINDS.PlaneInstallation,
    subresource: 'status',
    place: 'installations',
    verbs: ['patch'],
    why: 'Says what is the case.',
  },
  {
    kind: KINDS.PlaneInstallation,
    subresource: 'finalizers',
    place: 'installations',
    verbs: ['update'],
    why: 'Owner references that hold a deletion back until what they own is gone.',
    unseen: {
      verbs: ['update'],
      why: 'asked by the admission plugin OwnerReferencesPermissionEnforcement, where a cluster has it',
    },
  },
  tended(KINDS.Deployment, 'Parts of the product.'),
  tended(KINDS.StatefulSet, 'Embedded stores, and the monitor.'),
  tended(KINDS.Job, 'Migrations and other work that is done once.'),
  tended(KINDS.Service, 'How parts reach each other.'),
  tended(KINDS.Ingress, 'How browsers reach the product.'),
  tended(KINDS.ConfigMap, 'Settings of parts; never its data when watched.'),
  tended(
    KINDS.ServiceAccount,
    'Pods run under one of their own, without a token and without rights.',
  ),
  tended(KINDS.HorizontalPodAutoscaler, 'Parts with autoscaling.'),
  tended(KINDS.PodDisruptionBudget, 'Drains of nodes leave parts serving.'),
  tended(KINDS.Certificate, 'The certificate of the domain, where cert-manager makes it.'),
  tended(
    KINDS.Secret,
    'Reads the Secrets that a spec names, and keeps generated ones and copies of judged ones. Watched by metadata alone, which still needs the right to list.',
  ),
  {
    kind: KINDS.PersistentVolumeClaim,
    place: 'installations',
    verbs: ['get', 'list', 'watch', 'patch', 'delete'],
    why: 'Lets volumes grow; looks for data before keys are drawn; removes them only for deletionPolicy Delete.',
  },
  {
    kind: KINDS.ControllerRevision,
    place: 'installations',
    verbs: ['list', 'watch', 'create', 'delete'],
    why: 'Keeps the last accepted specs.',
  },
  {
    kind: KINDS.Pod,
    place: 'installations',
    verbs: ['list', 'watch'],
    why: 'Sees pods of stores whose node is lost, and waits for pods to end at a deletion.',
  },
  {
    kind: KINDS.Event,
    place: 'installations',
    verbs: ['create', 'patch'],
    why: 'Tells what it did and why.',
  },
  {
    kind: KINDS.Issuer,
    place: 'installations',
    verbs: READ,
    why: 'Whether the issuer that a spec names is there.',
  },
  {
    kind: KINDS.Lease,
    place: 'operator',
    verbs: ['get', 'create', 'update'],
    why: 'One of the replicas leads.',
  },
  {
    kind: KINDS.Secret,
    place: 'operator',
    verbs: ['list', 'watch', 'create', 'patch'],
    why: 'Public keys and revocation lists of licences, and what it remembers of time and licences.',
    unseen: {
      verbs: ['create', 'patch'],
      why: 'asked for a product with signed licences alone; test/story/license.test.ts sees them',
    },
  },
  {
    kind: KINDS.ClusterIssuer,
    place: 'cluster',
    verbs: READ,
    why: 'Whether the issuer that a spec names is there.',
  },
  watched(KINDS.AirgapPolicy, 'What counts as inside.'),
  watched(KINDS.StorageClass, 'Whether a class is there, and lets volumes grow.'),
  watched(KINDS.IngressClass, 'Whether a class is there.'),
  watched(KINDS.PriorityClass, 'Whether a class is there.'),
  {
    kind: KINDS.PlaneInstallation,
    place: 'cluster',
    verbs: ['patch'],
    why: 'Lets go of its finalizer where a namespace is being deleted: its Role there may go first.',
  },
  {
    kind: KINDS.Namespace,
    place: 'cluster',
    verbs: ['get'],
    why: 'Whether a namespace that took our rights away is being deleted; the UID of kube-system, by which a licence may be bound to this cluster.',
  },
  {
    kind: KINDS.Node,
    place: 'cluster',
    verbs: ['get'],
    why: 'Whether the node of a pod that does not end is lost.',
  },
];

/** A rule of a Role or ClusterRole. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly Verb[];
}

/** Group of a kind: `apps` of `apps/v1`, empty for the core. */
export const groupOf = ({ apiVersion }: Kind): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';

/** What a rule calls it: `planeinstallations/status`. */
export const resourceOf = ({ kind, subresource }: Right): string =>
  subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;

/** The rules for one place: rights of one group and the same verbs are one rule. */
export function rulesFor(place: Place): readonly PolicyRule[] {
  const rules = new Map<string, PolicyRule>();
  for (const right of RIGHTS.filter((each) => each.place === place)) {
    const group = groupOf(right.kind);
    const key = `${group} ${right.verbs.join()}`;
    const resources = [...(rules.get(key)?.resources ?? []), resourceOf(right)];
    rules.set(key, { apiGroups: [group], resources, verbs: right.verbs });
  }
  return [...rules.values()];
}
