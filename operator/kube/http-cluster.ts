import type { Kind } from '../api/kinds.ts';
import type { KubeObject, ObjectMeta, ObjectRef } from '../api/object.ts';
import { refOf } from '../api/object.ts';
import { isApiError } from '../ports/api-error.ts';
import type { Clock } from '../ports/clock.ts';
import type {
  ApplyOptions,
  Cluster,
  ListOptions,
  RemoveOptions,
  WatchOptions,
  Watching,
} from '../ports/cluster.ts';
import { applyBody } from './apply-body.ts';
import { allPages } from './pages.ts';
import { collectionPath, knownKind, METADATA, objectPath, withQuery } from './paths.ts';
import { Reflector } from './reflector.ts';
import type { WatchSettings } from './reflector.ts';
import type { Answer, Transport } from './transport.ts';

export interface HttpClusterOptions extends WatchSettings {
  readonly transport: Transport;
  readonly clock: Clock;
}

/** The `Cluster` port over HTTP. Objects travel as the JSON they are, without a model. */
export class HttpCluster implements Cluster {
  readonly #options: HttpClusterOptions;
  readonly #transport: Transport;

  constructor(options: HttpClusterOptions) {
    this.#options = options;
    this.#transport = options.transport;
  }

  async read<T extends KubeObject>(ref: ObjectRef, signal?: AbortSignal): Promise<T | undefined> {
    try {
      const resource = knownKind(ref).plural;
      const answer = await this.#transport.request('GET', objectPath(ref), { signal, resource });
      return parse(answer) as T;
    } catch (error) {
      if (isApiError(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  async list<T extends KubeObject>(kind: Kind, options: ListOptions = {}): Promise<readonly T[]> {
    return (await allPages(this.#transport, kind, options)) as readonly T[];
  }

  async apply(object: KubeObject, options: ApplyOptions): Promise<ObjectMeta> {
    const { manager, subresource, dryRun = false, signal } = options;
    const path = withQuery(objectPath(refOf(object), subresource), {
      fieldManager: manager,
      force: true,
      fieldValidation: 'Strict',
      dryRun: dryRun ? 'All' : undefined,
    });
    // Metadata is sent untouched: a uid in it keeps a deleted object from being created again.
    const answer = await this.#transport.request('PATCH', path, {
      body: applyBody(object),
      contentType: 'application/apply-patch+yaml',
      accept: `${METADATA},application/json`,
      signal,
      resource: knownKind(object).plural,
    });
    return parse(answer).metadata;
  }

  async create<T extends KubeObject>(object: T, signal?: AbortSignal): Promise<T> {
    const kind = knownKind(object);
    const path = collectionPath(kind, object.metadata.namespace);
    const answer = await this.#transport.request(
      'POST',
      withQuery(path, { fieldValidation: 'Strict' }),
      {
        body: JSON.stringify(object),
        signal,
        resource: kind.plural,
      },
    );
    return parse(answer) as T;
  }

  async replace<T extends KubeObject>(object: T, signal?: AbortSignal): Promise<T> {
    const path = withQuery(objectPath(refOf(object)), { fieldValidation: 'Strict' });
    const answer = await this.#transport.request('PUT', path, {
      body: JSON.stringify(object),
      signal,
      resource: knownKind(object).plural,
    });
    return parse(answer) as T;
  }

  async remove(ref: ObjectRef, options: RemoveOptions = {}): Promise<'removed' | 'absent'> {
    const { uid, resourceVersion, propagation = 'Background', signal } = options;
    const body = JSON.stringify({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: propagation,
      // Undefined members do not travel.
      preconditions: { uid, resourceVersion },
    });
    try {
      const resource = knownKind(ref).plural;
      await this.#transport.request('DELETE', objectPath(ref), { body, signal, resource });
      return 'removed';
    } catch (error) {
      if (isApiError(error, 'NotFound')) return 'absent';
      throw error;
    }
  }

  watch<T>(kind: Kind, options: WatchOptions<T>): Watching<T> {
    return Reflector.start({ ...this.#options, kind, watch: options });
  }

  async version(
    signal?: AbortSignal,
  ): Promise<{ readonly major: string; readonly minor: string; readonly gitVersion: string }> {
    const { body } = await this.#transport.request('GET', '/version', { signal });
    return JSON.parse(body.toString('utf8')) as {
      major: string;
      minor: string;
      gitVersion: string;
    };
  }
}

const parse = ({ body }: Answer): KubeObject => JSON.parse(body.toString('utf8')) as KubeObject;
