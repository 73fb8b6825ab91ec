import { MANAGED_BY } from '../api/group.ts';
import { KINDS } from '../api/kinds.ts';
import { POLICY_NAME } from '../api/policy.ts';
import type { Kind } from '../api/kinds.ts';
import type { KubeObject, ObjectRef } from '../api/object.ts';
import { OperatorError } from '../lib/errors.ts';
import type { Cluster, WatchEvent, WatchOptions, Watching } from '../ports/cluster.ts';
import { CLASSES, projectClass } from './class.ts';
import type { ClassFact, ClassKind } from './class.ts';
import { projectInstallation } from './installation.ts';
import type { Installation } from './installation.ts';
import { Issuers } from './issuers.ts';
import type { IssuerRef } from './issuers.ts';
import { observe } from './observed.ts';
import type { Observed } from './observed.ts';
import { isNews, projectPod } from './pod.ts';
import type { PodFact } from './pod.ts';

/** What the passes read: kept in step by watches, so that reading costs no request. */
export interface Cache {
  installation(namespace: string, name: string): Installation | undefined;
  installations(): Iterable<Installation>;
  /** An object of a watched kind. */
  get(ref: ObjectRef): Observed | undefined;
  /** Every watched object labelled with this installation. */
  children(namespace: string, installation: string): readonly Observed[];
  /** Pods of an installation's StatefulSets. */
  pods(namespace: string, installation: string): readonly PodFact[];
  /** Names of a cluster-scoped kind that references may name, with the default one marked. */
  classes(kind: ClassKind): readonly ClassFact[];
  /** `spec` of the AirgapPolicy that counts, as it is stored; undefined when there is none. */
  policy(): unknown;
  /** When the newest of all that was watched was created, by the API server's clock, in milliseconds since the epoch. */
  newest(): number | undefined;
  /** Whether a cert-manager issuer exists; undefined when only a request can tell. */
  issuer(ref: IssuerRef): boolean | undefined;
}

/** What calls the passes: keys `namespace/name` of installations that may have something new. */
export interface Triggers {
  /** The resource itself changed. */
  readonly installation: (key: string, event: WatchEvent<Installation>) => void;
  /** Something that belongs to one installation changed. */
  readonly child: (key: string, event: Pick<WatchEvent<Observed>, 'initial'>) => void;
  /** Something that any installation of the namespace (or of all) may refer to changed. */
  readonly reference: (namespace: string | undefined, initial: boolean) => void;
}

/** Kinds that only we write for an installation, watched by label. */
const CHILDREN: readonly Kind[] = [
  KINDS.ConfigMap,
  KINDS.ControllerRevision,
  KINDS.Deployment,
  KINDS.HorizontalPodAutoscaler,
  KINDS.PodDisruptionBudget,
  KINDS.Ingress,
  KINDS.Job,
  KINDS.PersistentVolumeClaim,
  KINDS.Service,
  KINDS.ServiceAccount,
  KINDS.StatefulSet,
];
/** Labels of what we write. */
const OURS = `app.kubernetes.io/managed-by=${MANAGED_BY}`;
/** Pods of StatefulSets alone: those of Deployments are replaced wherever their node is. */
const KEEPERS = `${OURS},statefulset.kubernetes.io/pod-name`;
const METADATA_ONLY: ReadonlySet<string> = new Set(['ConfigMap', 'ControllerRevision', 'Secret']);

/** Children of kinds that a cluster may not have: watched from the first time somebody asks for one. */
const OPTIONAL: readonly Kind[] = [KINDS.Certificate];

/** Watches everything that passes read. `namespaces` empty means all of them. */
export class WatchCache implements Cache {
  readonly #cluster: Cluster;
  readonly #triggers: Triggers;
  readonly #namespaces: readonly (string | undefined)[];
  readonly #installations: readonly Watching<Installation>[];
  readonly #children = new Map<string, Watching<Observed>[]>();
  readonly #pods: readonly Watching<PodFact>[];
  readonly #classes = new Map<string, Watching<ClassFact>>();
  readonly #policies: Watching<unknown>;
  readonly #issuers: Issuers;
  #newest: number | undefined;

  constructor(cluster: Cluster, namespaces: readonly string[], triggers: Triggers) {
    this.#cluster = cluster;
    this.#triggers = triggers;
    this.#namespaces = namespaces.length === 0 ? [undefined] : namespaces;
    this.#installations = this.#everywhere(KINDS.PlaneInstallation, {
      project: projectInstallation,
      onEvent: (event) => {
        triggers.installation(`${event.object.namespace}/${event.object.name}`, event);
      },
    });
    for (const kind of CHILDREN) this.#watchChildren(kind, OURS);
    // Secrets without a label selector: references name Secrets that are not ours. Never their data.
    this.#watchChildren(KINDS.Secret, undefined);
    this.#pods = this.#everywhere(KINDS.Pod, {
      labelSelector: KEEPERS,
      project: projectPod,
      onEvent: (event) => {
        this.#onPod(event);
      },
    });
    for (const kind of CLASSES) this.#watchClasses(kind);
    this.#policies = cluster.watch(KINDS.AirgapPolicy, {
      project: projectPolicy,
      onEvent: ({ initial }) => {
        triggers.reference(undefined, initial);
      },
    });
    this.#issuers = new Issuers(this.#everywhere.bind(this), triggers.reference);
  }

  installation(namespace: string, name: string): Installation | undefined {
    return first(this.#installations, (watching) => watching.get(namespace, name));
  }

  *installations(): Iterable<Installation> {
    for (const watching of this.#installations) yield* watching.list();
  }

  get(ref: ObjectRef): Observed | undefined {
    const optional = OPTIONAL.find(({ kind }) => kind === ref.kind);
    if (optional !== undefined && !this.#children.has(ref.kind))
      this.#watchChildren(optional, OURS);
    const watchings = this.#children.get(ref.kind);
    if (watchings === undefined)
      throw new OperatorError(
        'ERR_UNSUPPORTED_KIND',
        `Cannot read ${ref.kind} from the cache: kind is not watched`,
      );
    return first(watchings, (watching) => watching.get(ref.namespace, ref.name));
  }

  children(namespace: string, installation: string): readonly Observed[] {
    const all = [...this.#children.values()].flat().flatMap((watching) => [...watching.list()]);
    return all.filter(
      (child) => child.namespace === namespace && child.installation === installation,
    );
  }

  pods(namespace: string, installation: string): readonly PodFact[] {
    return this.#pods
      .flatMap((watching) => [...watching.list()])
      .filter((pod) => pod.namespace === namespace && pod.installation === installation);
  }

  classes(kind: ClassKind): readonly ClassFact[] {
    return [...(this.#classes.get(kind)?.list() ?? [])];
  }

  policy(): unknown {
    return this.#policies.get(undefined, POLICY_NAME);
  }

  newest(): number | undefined {
    return this.#newest;
  }

  issuer(ref: IssuerRef): boolean | undefined {
    return this.#issuers.has(ref);
  }

  /** Every watch, for readiness and metrics. */
  watchings(): readonly { readonly kind: string; readonly watching: Watching<unknown> }[] {
    return [
      ...this.#installations.map((watching) => ({ kind: 'PlaneInstallation', watching })),
      ...[...this.#children].flatMap(([kind, watchings]) =>
        watchings.map((watching) => ({ kind, watching })),
      ),
      ...this.#pods.map((watching) => ({ kind: 'Pod', watching })),
      ...[...this.#classes].map(([kind, watching]) => ({ kind, watching })),
      { kind: 'AirgapPolicy', watching: this.#policies },
      ...this.#issuers.answering(),
    ];
  }

  /** Resolves when every watch has had its first list. */
  async synced(): Promise<void> {
    await Promise.all(this.watchings().map(({ watching }) => watching.synced));
  }

  close(): void {
    for (const { watching } of this.watchings()) watching.close();
    this.#issuers.close();
  }

  #watchChildren(kind: Kind, labelSelector: string | undefined): void {
    this.#children.set(
      kind.kind,
      this.#everywhere(kind, {
        ...(labelSelector === undefined ? {} : { labelSelector }),
        metadataOnly: METADATA_ONLY.has(kind.kind),
        project: (object) => {
          this.#notice(object);
          return observe({ ...object, apiVersion: kind.apiVersion, kind: kind.kind });
        },
        onEvent: (event) => {
          this.#onChild(event);
        },
      }),
    );
  }

  #watchClasses(kind: ClassKind): void {
    const onEvent = ({ initial }: WatchEvent<ClassFact>): void => {
      this.#triggers.reference(undefined, initial);
    };
    const metadataOnly = kind !== 'StorageClass';
    this.#classes.set(
      kind,
      this.#cluster.watch(KINDS[kind], { metadataOnly, project: projectClass, onEvent }),
    );
  }

  #notice({ metadata }: KubeObject): void {
    const created = Date.parse(metadata.creationTimestamp ?? '');
    if (created > (this.#newest ?? 0)) this.#newest = created;
  }

  #onChild(event: WatchEvent<Observed>): void {
    const { namespace = '', installation } = event.object;
    if (installation !== undefined) this.#triggers.child(`${namespace}/${installation}`, event);
    else if (event.old?.installation !== undefined)
      this.#triggers.child(`${namespace}/${event.old.installation}`, event);
    else this.#triggers.reference(namespace, event.initial);
  }

  #onPod({ type, object, old, initial }: WatchEvent<PodFact>): void {
    const { namespace, installation } = object;
    if (installation === undefined || (type === 'modified' && !isNews(object, old))) return;
    this.#triggers.child(`${namespace}/${installation}`, { initial });
  }

  #everywhere<T>(kind: Kind, options: WatchOptions<T>): Watching<T>[] {
    return (kind.namespaced ? this.#namespaces : [undefined]).map((namespace) =>
      this.#cluster.watch(kind, { ...options, ...(namespace === undefined ? {} : { namespace }) }),
    );
  }
}

function first<T>(
  watchings: readonly Watching<T>[],
  read: (watching: Watching<T>) => T | undefined,
): T | undefined {
  for (const watching of watchings) {
    const found = read(watching);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Keeps of an AirgapPolicy its spec. */
export const projectPolicy = (object: KubeObject): unknown => object['spec'];
