import type { Kind } from '../api/kinds.ts';
import type { KubeObject, ObjectMeta, ObjectRef } from '../api/object.ts';

/** How an object is sent by server-side apply. */
export interface ApplyOptions {
  readonly manager: string;
  /** `status` applies the status subresource. */
  readonly subresource?: 'status';
  /** Nothing is stored; the answer is what would be. */
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
}

/** What guards a deletion. */
export interface RemoveOptions {
  readonly uid?: string;
  readonly resourceVersion?: string;
  /** Default Background. */
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  readonly signal?: AbortSignal;
}

export interface ListOptions {
  readonly namespace?: string;
  /** `app.kubernetes.io/managed-by=plane-operator`: equality terms, and labels that must be there, joined by commas. */
  readonly labelSelector?: string;
  /** Only `metadata` travels; items then have no kind-specific fields. */
  readonly metadataOnly?: boolean;
  readonly signal?: AbortSignal;
}

/** A change seen by a watch. `old` is what the watch gave before; both are the projected shape. */
export interface WatchEvent<T> {
  readonly type: 'added' | 'modified' | 'deleted';
  readonly object: T;
  readonly old?: T;
  /** Part of the first list, so not news to anybody who starts now. */
  readonly initial: boolean;
}

export interface WatchOptions<T> extends ListOptions {
  /** Called on each object at decode; what it returns is all that is kept. */
  readonly project: (object: KubeObject) => T;
  /** May only compute keys and enqueue: an exception is counted and does not end the watch. */
  readonly onEvent: (event: WatchEvent<T>) => void;
}

/** One kind in one namespace (or all), kept in step with the API server until closed. */
export interface Watching<T> {
  get(namespace: string | undefined, name: string): T | undefined;
  list(): Iterable<T>;
  /** Resolves when the first list is complete; rejects only when closed before. */
  readonly synced: Promise<void>;
  readonly hasSynced: () => boolean;
  /** Milliseconds since the last byte of this watch, for readiness and metrics. */
  readonly silence: () => number;
  /** What keeps it from being in step now, in words for a person; undefined while all is well. */
  readonly trouble: () => string | undefined;
  close(): void;
}

/**
 * All we ask of a cluster. Implemented over HTTP and in memory; both pass one contract suite.
 *
 * *Guarantees*: objects go out and come back with every field, known to us or not. A missing object
 * is `undefined`, never an error. Every other refusal of the API server is an `ApiError`.
 */
export interface Cluster {
  read<T extends KubeObject = KubeObject>(
    ref: ObjectRef,
    signal?: AbortSignal,
  ): Promise<T | undefined>;
  /** All pages. */
  list<T extends KubeObject = KubeObject>(kind: Kind, options?: ListOptions): Promise<readonly T[]>;
  /** Server-side apply, forced, with strict field validation. Answers with the stored metadata. */
  apply(object: KubeObject, options: ApplyOptions): Promise<ObjectMeta>;
  /** Fails with `AlreadyExists` when there is one. */
  create<T extends KubeObject = KubeObject>(object: T, signal?: AbortSignal): Promise<T>;
  /** Replaces by resourceVersion (leases). Fails with `Conflict` when somebody was faster. */
  replace<T extends KubeObject = KubeObject>(object: T, signal?: AbortSignal): Promise<T>;
  remove(ref: ObjectRef, options?: RemoveOptions): Promise<'removed' | 'absent'>;
  watch<T>(kind: Kind, options: WatchOptions<T>): Watching<T>;
  /** `GET /version`: for example `{ major: '1', minor: '33', gitVersion: 'v1.33.13' }`. */
  version(
    signal?: AbortSignal,
  ): Promise<{ readonly major: string; readonly minor: string; readonly gitVersion: string }>;
}
