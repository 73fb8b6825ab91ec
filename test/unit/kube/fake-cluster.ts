import type { KubeObject, ObjectMeta } from '../../../operator/api/object.ts';
import { refKey, refOf } from '../../../operator/api/object.ts';
import { ApiError } from '../../../operator/ports/api-error.ts';
import type { ApplyOptions, Cluster } from '../../../operator/ports/cluster.ts';

const refuse = (code: number, reason: string): ApiError =>
  new ApiError({ code, reason, message: reason });

let version = 0;

/**
 * Just enough of a cluster for a Lease: objects by resourceVersion, and an outage when told. Two that
 * share their objects are one cluster as two processes reach it.
 */
export class FakeCluster implements Pick<Cluster, 'read' | 'create' | 'replace' | 'apply'> {
  readonly objects: Map<string, KubeObject>;
  readonly applied: { readonly object: KubeObject; readonly options: ApplyOptions }[] = [];
  /** `down` refuses at once, `silent` never answers. */
  state: 'up' | 'down' | 'silent' = 'up';
  calls = 0;

  constructor(objects = new Map<string, KubeObject>()) {
    this.objects = objects;
  }

  get cluster(): Cluster {
    return this as unknown as Cluster;
  }

  async read<T extends KubeObject>(
    ref: Parameters<Cluster['read']>[0],
    signal?: AbortSignal,
  ): Promise<T | undefined> {
    await this.#answer(signal);
    return this.objects.get(refKey(ref)) as T | undefined;
  }

  async create<T extends KubeObject>(object: T, signal?: AbortSignal): Promise<T> {
    await this.#answer(signal);
    if (this.objects.has(refKey(refOf(object)))) throw refuse(409, 'AlreadyExists');
    return this.#store(object);
  }

  async replace<T extends KubeObject>(object: T, signal?: AbortSignal): Promise<T> {
    await this.#answer(signal);
    const known = this.objects.get(refKey(refOf(object)));
    if (known?.metadata.resourceVersion !== object.metadata.resourceVersion)
      throw refuse(409, 'Conflict');
    return this.#store(object);
  }

  async apply(object: KubeObject, options: ApplyOptions): Promise<ObjectMeta> {
    await this.#answer(options.signal);
    this.applied.push({ object, options });
    return object.metadata;
  }

  async #answer(signal: AbortSignal | undefined): Promise<void> {
    this.calls += 1;
    if (this.state === 'down') throw refuse(500, 'InternalError');
    if (this.state === 'silent')
      await new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
  }

  #store<T extends KubeObject>(object: T): T {
    version += 1;
    const resourceVersion = String(version);
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion } };
    this.objects.set(refKey(refOf(object)), stored);
    return stored;
  }
}
