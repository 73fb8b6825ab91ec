import { FIELD_MANAGER } from '../../../operator/api/group.ts';
import type { Kind } from '../../../operator/api/kinds.ts';
import { refOf } from '../../../operator/api/object.ts';
import type { KubeObject, ObjectMeta, ObjectRef } from '../../../operator/api/object.ts';
import type { Clock } from '../../../operator/ports/clock.ts';
import type {
  ApplyOptions,
  Cluster,
  ListOptions,
  RemoveOptions,
  WatchOptions,
  Watching,
} from '../../../operator/ports/cluster.ts';
import { notFound } from './answers.ts';
import { Controllers } from './controllers/controllers.ts';
import type { HoldState } from './controllers/controllers.ts';
import { readCustomKinds } from './crd.ts';
import type { CustomKind } from './crd.ts';
import { Delivery } from './delivery.ts';
import { Gate } from './gate.ts';
import type { Fault, Request } from './gate.ts';
import { Ids } from './ids.ts';
import { Kinds } from './kinds.ts';
import { mergePatch } from './merge-patch.ts';
import { remove } from './remover.ts';
import { labelMatcher } from './selector.ts';
import { Store } from './store.ts';
import { MemoryWatch } from './watch.ts';
import { Writer } from './writer.ts';
import type { World, WriteOptions } from './writer.ts';

export interface MemoryClusterOptions {
  readonly clock?: Pick<Clock, 'now' | 'monotonic'>;
  /** Makes another cluster: other UIDs and suffixes. */
  readonly seed?: string;
  /** Namespaces that exist from the start. */
  readonly namespaces?: readonly string[];
  /** Pretend controllers run by themselves after each change; otherwise only in {@link MemoryCluster.settle}. */
  readonly automatic?: boolean;
  /** Manager that create and replace are recorded under. */
  readonly manager?: string;
  /** Custom kinds with a schema; those of `crds/` when left out. Other custom kinds take any field. */
  readonly customKinds?: readonly CustomKind[];
  readonly version?: {
    readonly major: string;
    readonly minor: string;
    readonly gitVersion: string;
  };
}

/** 2026-01-01: a clock that stands still unless one is given. */
const STANDING = { now: () => 1_767_225_600_000, monotonic: () => 0 };

/**
 * A cluster in memory: an API server with server-side apply, watches, finalizers and garbage
 * collection, and pretend controllers that bring workloads up.
 */
export class MemoryCluster implements Cluster {
  readonly #world: World;
  readonly #writer: Writer;
  readonly #gate = new Gate();
  readonly #delivery: Delivery;
  readonly #controllers: Controllers;
  readonly #options: MemoryClusterOptions;
  #version: NonNullable<MemoryClusterOptions['version']>;
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Whether pretend controllers run by themselves after each change. */
  automatic: boolean;

  constructor(options: MemoryClusterOptions = {}) {
    this.#options = options;
    this.#version = options.version ?? { major: '1', minor: '33', gitVersion: 'v1.33.13' };
    this.#clock = options.clock ?? STANDING;
    this.automatic = options.automatic ?? true;
    this.#world = {
      store: new Store(1),
      kinds: new Kinds(options.customKinds ?? readCustomKinds()),
      ids: new Ids(options.seed ?? 'memory'),
      clock: this.#clock,
    };
    this.#writer = new Writer(this.#world);
    this.#delivery = new Delivery(this.#clock);
    this.#controllers = new Controllers(this.#world, this.#writer);
    for (const name of options.namespaces ?? ['default', 'plane']) {
      this.seed({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    this.#world.store.onEvent(() => {
      if (this.automatic)
        this.#delivery.wake(() => {
          this.#controllers.run();
        });
    });
  }

  /** Every request so far, in order. */
  get requests(): readonly Request[] {
    return this.#gate.requests;
  }

  forgetRequests(): void {
    this.#gate.requests.length = 0;
  }

  /** Called before each request; what it throws is the answer. */
  set beforeRequest(hook: ((request: Request) => void | Promise<void>) | undefined) {
    this.#gate.before = hook;
  }

  /** Called after each request has had its effect; what it throws is the answer. */
  set afterRequest(hook: ((request: Request) => void | Promise<void>) | undefined) {
    this.#gate.after = hook;
  }

  /** Fails the next request that fits. With `lost`, it has its effect all the same and only the answer is lost. */
  failNext(fits: Fault['fits'], error: Error, options: Partial<Fault> = {}): void {
    this.#gate.faults.push({ times: 1, lost: false, ...options, fits, error });
  }

  async read<T extends KubeObject = KubeObject>(
    ref: ObjectRef,
    signal?: AbortSignal,
  ): Promise<T | undefined> {
    return this.#gate.pass({ verb: 'get', ref, signal }, () => {
      const found = this.#world.store.get(ref);
      return found === undefined ? undefined : (out(found) as T);
    });
  }

  async list<T extends KubeObject = KubeObject>(
    kind: Kind,
    options: ListOptions = {},
  ): Promise<readonly T[]> {
    const { namespace, labelSelector, metadataOnly = false, signal } = options;
    return this.#gate.pass({ verb: 'list', ref: kindRef(kind, namespace), signal }, () =>
      this.#world.store
        .list(kind.kind, namespace)
        .filter(labelMatcher(labelSelector))
        .map((object) => out(metadataOnly ? bare(object) : object) as T),
    );
  }

  async apply(object: KubeObject, options: ApplyOptions): Promise<ObjectMeta> {
    const { signal, ...sent } = options;
    return this.#gate.pass(
      { verb: 'apply', ref: refOf(object), ...sent, object: structuredClone(object), signal },
      () => structuredClone(this.#writer.apply(clean(object), options).metadata),
    );
  }

  async create<T extends KubeObject = KubeObject>(object: T, signal?: AbortSignal): Promise<T> {
    const manager = this.#manager;
    return this.#gate.pass(
      { verb: 'create', ref: refOf(object), manager, object, signal },
      () => out(this.#writer.create(clean(object), { manager })) as T,
    );
  }

  async replace<T extends KubeObject = KubeObject>(object: T, signal?: AbortSignal): Promise<T> {
    const manager = this.#manager;
    return this.#gate.pass(
      { verb: 'replace', ref: refOf(object), manager, object, signal },
      () => out(this.#writer.replace(clean(object), { manager })) as T,
    );
  }

  async remove(ref: ObjectRef, options: RemoveOptions = {}): Promise<'removed' | 'absent'> {
    const { signal } = options;
    return this.#gate.pass({ verb: 'delete', ref, signal }, () =>
      remove(this.#world, ref, options),
    );
  }

  watch<T>(kind: Kind, options: WatchOptions<T>): Watching<T> {
    this.#gate.note({ verb: 'watch', ref: kindRef(kind, options.namespace) });
    return new MemoryWatch(kind, options, {
      store: this.#world.store,
      clock: this.#clock,
      deliver: (work) => {
        this.#delivery.add(work);
      },
      paused: () => this.#delivery.paused,
    });
  }

  async version(
    signal?: AbortSignal,
  ): Promise<{ readonly major: string; readonly minor: string; readonly gitVersion: string }> {
    const ref = { apiVersion: '', kind: 'Version', name: '' };
    return this.#gate.pass({ verb: 'version', ref, signal }, () => this.#version);
  }

  /** From now on the API server is of another version. */
  becomes(version: NonNullable<MemoryClusterOptions['version']>): void {
    this.#version = version;
  }

  /** What is stored now, without a request. */
  peek(ref: ObjectRef): KubeObject | undefined {
    const found = this.#world.store.get(ref);
    return found === undefined ? undefined : out(found);
  }

  /** Everything of a kind (or all there is), without a request. */
  all(kind?: string, namespace?: string): readonly KubeObject[] {
    return this.#world.store.list(kind, namespace).map((object) => out(object));
  }

  /** Creates an object as somebody else, without a request. */
  seed(object: KubeObject, manager = 'kubectl-create'): KubeObject {
    const { status, ...rest } = object;
    const stored = this.#writer.create(clean(rest), { manager });
    if (status === undefined || this.#world.store.get(refOf(stored)) === undefined)
      return out(stored);
    return out(this.#writer.replace({ ...stored, status }, { manager, subresource: 'status' }));
  }

  /** Changes an object by a merge patch (RFC 7386) as somebody else (`kubectl patch`), without a request. */
  patch(
    ref: ObjectRef,
    change: Readonly<Record<string, unknown>>,
    options: Partial<WriteOptions> = {},
  ): KubeObject {
    const live = this.#world.store.get(ref);
    if (live === undefined) throw notFound(ref);
    const object = clean(mergePatch(live, change) as KubeObject);
    return out(this.#writer.replace(object, { manager: 'kubectl-patch', ...options }));
  }

  /** Applies as somebody else (Argo CD, Flux, `kubectl apply --server-side`), without a request. */
  applyAs(manager: string, object: KubeObject, subresource?: 'status'): KubeObject {
    return out(this.#writer.apply(clean(object), { manager, subresource }));
  }

  /** Replaces as somebody else (`kubectl replace`, a controller), without a request. */
  replaceAs(manager: string, object: KubeObject): KubeObject {
    return out(this.#writer.replace(clean(object), { manager }));
  }

  /** Deletes as somebody else, without a request. */
  delete(ref: ObjectRef, options: RemoveOptions = {}): void {
    if (remove(this.#world, ref, options) === 'absent') throw notFound(ref);
  }

  /** Keeps a workload, Job or claim from becoming ready; `stalled` makes it past its deadline, `running` lets a Job's pod run on and on. */
  hold(ref: ObjectRef, state: HoldState = 'unready'): void {
    this.#controllers.hold(ref, state);
  }

  /** Lets a held object go on. */
  release(ref: ObjectRef): void {
    this.#controllers.hold(ref, undefined);
    if (this.automatic)
      this.#delivery.wake(() => {
        this.#controllers.run();
      });
  }

  /** Jobs whose labels match fail from now on; `undefined` lets all succeed again. */
  failJobs(selector: string | undefined): void {
    this.#controllers.failJobs = selector === undefined ? () => false : labelMatcher(selector);
  }

  /** Runs the pretend controllers until nothing changes, and delivers every watch event. */
  async settle(): Promise<void> {
    do {
      this.#controllers.run();
      await this.#delivery.drain();
    } while (this.#controllers.run());
    await this.#delivery.drain();
  }

  /** Holds every watch event back: what caches show grows old. */
  pauseWatches(why = 'connection refused'): void {
    this.#delivery.pause(why);
  }

  resumeWatches(): void {
    this.#delivery.resume();
  }

  get #manager(): string {
    return this.#options.manager ?? FIELD_MANAGER;
  }
}

const out = (object: KubeObject): KubeObject => structuredClone(object);

/** As it would travel: members that are `undefined` do not. */
const clean = <T extends KubeObject>(object: T): T => JSON.parse(JSON.stringify(object)) as T;

const bare = ({ apiVersion, kind, metadata }: KubeObject): KubeObject => ({
  apiVersion,
  kind,
  metadata,
});

const kindRef = ({ apiVersion, kind }: Kind, namespace: string | undefined): ObjectRef => ({
  apiVersion,
  kind,
  ...(namespace === undefined ? {} : { namespace }),
  name: '',
});
