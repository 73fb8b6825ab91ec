import { API_VERSION } from '../../operator/api/group.ts';
import { KINDS, ref } from '../../operator/api/kinds.ts';
import { POLICY_NAME } from '../../operator/api/policy.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import type { InstallationStatus } from '../../operator/api/status.ts';
import { WatchCache } from '../../operator/observe/cache.ts';
import type { Web } from '../../operator/ports/web.ts';
import { Licenses } from '../../operator/observe/licenses.ts';
import { SecretReader } from '../../operator/observe/secrets.ts';
import type { Happening } from '../../operator/ports/events.ts';
import type { Product } from '../../operator/products/product.ts';
import { readAccepted } from '../../operator/apply/accept.ts';
import { judge } from '../../operator/reconcile/candidate.ts';
import type { Judged } from '../../operator/reconcile/candidate.ts';
import { visit } from '../../operator/reconcile/visit.ts';
import { Minds } from '../../operator/reconcile/world.ts';
import type { World } from '../../operator/reconcile/world.ts';
import { MemoryCluster } from './memory-cluster/memory-cluster.ts';
import { statusFaults } from './kstatus.ts';
import { aSpec } from './rule-input.ts';
import { toy } from './toy-product.ts';

const KEY = 'plane/plane';
const IDLE = 8;
/** Namespace of the operator. */
export const OPERATOR = 'plane-operator';

/** A whole operator on a cluster in memory: visits run when told to, until nothing is new. */
export class Flow {
  readonly cluster: MemoryCluster;
  readonly happenings: Happening[] = [];
  #products: readonly Product[];
  #time = Date.parse('2026-01-01T00:00:00Z');
  #drawn = 0;
  #dirty = true;
  #closing: (() => void) | undefined;
  /** How far the wall clock is from the clock that cannot be set, in milliseconds. */
  #astray = 0;
  #cache!: WatchCache;
  #world!: World;

  /** How the running product answers; nobody does unless a test says so. */
  web: Web['ask'] = () =>
    Promise.resolve({ kind: 'failed', why: 'unreachable', message: 'cannot be reached' });

  constructor(products: readonly Product[] = [toy]) {
    this.#products = products;
    this.cluster = new MemoryCluster({
      clock: { now: () => this.#time, monotonic: () => this.#time },
      namespaces: ['default', 'plane', 'kube-system', OPERATOR],
    });
    this.restart();
  }

  /** A new operator process on the same cluster, of another version if products are given: nothing is remembered. */
  restart(products: readonly Product[] = this.#products): void {
    this.#products = products;
    this.#closing?.();
    const { cluster } = this;
    const mark = (): void => {
      this.#dirty = true;
    };
    const cache = new WatchCache(cluster, [], { installation: mark, child: mark, reference: mark });
    const log = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
    };
    this.#cache = cache;
    const clock = {
      now: () => this.#time + this.#astray,
      monotonic: () => this.#time,
      sleep: () => Promise.resolve(),
    };
    const licenses = new Licenses({
      cluster,
      cache,
      clock,
      namespace: OPERATOR,
      onNews: mark,
      onError: (error) => {
        throw error;
      },
    });
    this.#closing = () => {
      cache.close();
      licenses.close();
    };
    this.#world = {
      cluster,
      cache,
      secrets: new SecretReader(cluster, cache),
      licenses,
      clock,
      random: { alphanumeric: (length) => String((this.#drawn += 1)).padStart(length, 'k') },
      web: {
        ask: (request) => this.web(request),
      },
      events: { record: (happening) => this.happenings.push(happening) },
      log,
      products: this.#products,
      minds: new Minds(),
    };
    this.#dirty = true;
  }

  /** Visits until neither the operator nor the cluster has anything new; a failed visit is tried again. */
  async settle(): Promise<void> {
    await this.#cache.synced();
    let quiet = 0;
    for (let round = 0; round < 400 && quiet < IDLE; round += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!this.#dirty) {
        quiet += 1;
        continue;
      }
      quiet = 0;
      this.#dirty = false;
      this.#time += 1_000;
      try {
        const { requeueAfterMs } = await visit(KEY, this.#world);
        if (requeueAfterMs !== undefined && requeueAfterMs <= 1_000) this.#dirty = true;
      } catch {
        this.#dirty = true;
      }
      this.#keepsRules();
    }
    if (quiet < IDLE) throw new Error('The operator does not come to rest');
  }

  /** Every status that is written keeps the rules that generic clients rely on. */
  #keepsRules(): void {
    const seen = this.#cache.installation('plane', 'plane');
    if (seen?.status === undefined) return;
    const { name, generation, status } = seen;
    const faults = statusFaults({ metadata: { name, generation }, status });
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }

  /** One visit and no more; says in how many milliseconds the next one is due without news. */
  async visit(): Promise<number | undefined> {
    await this.#cache.synced();
    return (await visit(KEY, this.#world)).requeueAfterMs;
  }

  /** What a pass would find in another spec, now: nothing is changed. */
  async judge(change: Readonly<Record<string, unknown>>): Promise<Judged> {
    await this.#cache.synced();
    const installation = this.#cache.installation('plane', 'plane');
    if (installation === undefined) throw new Error('There is no installation');
    const record = await readAccepted(installation, this.cluster);
    return judge(
      { ...(installation.spec as object), ...change },
      {
        identity: installation,
        accepted: record?.accepted,
        onceAccepted: true,
        world: this.#world,
      },
    );
  }

  /** Sets the operator's wall clock apart from the cluster's, by so many milliseconds. */
  setClock(astray: number): void {
    this.#astray = astray;
    this.#dirty = true;
  }

  /** The cluster's time, in milliseconds since the epoch. */
  get time(): number {
    return this.#time;
  }

  advance(milliseconds: number): void {
    this.#time += milliseconds;
    this.#dirty = true;
  }

  /** What a site has: a policy, a default StorageClass and the IngressClass of the smallest spec. */
  async site(): Promise<void> {
    await this.cluster.create({
      apiVersion: API_VERSION,
      kind: 'AirgapPolicy',
      metadata: { name: POLICY_NAME },
      spec: {
        allowedSuffixes: ['corp.example.com'],
        allowedRegistries: ['registry.corp.example.com'],
      },
    });
    await this.cluster.create({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name: 'fast',
        annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
      },
      provisioner: 'kwok',
      allowVolumeExpansion: true,
    });
    await this.cluster.create({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx' },
      spec: { controller: 'nginx' },
    });
  }

  /** Applies a spec as a user, and settles. */
  async ask(change: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.cluster.apply(
      {
        apiVersion: API_VERSION,
        kind: 'PlaneInstallation',
        metadata: { name: 'plane', namespace: 'plane' },
        spec: aSpec({ version: 'v1.0.0', ...change }),
      },
      { manager: 'user' },
    );
    this.#dirty = true;
    await this.settle();
  }

  async status(): Promise<InstallationStatus> {
    return (
      (await this.cluster.read(ref(KINDS.PlaneInstallation, 'plane', 'plane')))?.['status'] ?? {}
    );
  }

  /** `True/Ready`, or undefined where the condition is not shown. */
  async condition(type: string): Promise<string | undefined> {
    const found = (await this.status()).conditions?.find((condition) => condition.type === type);
    return found === undefined ? undefined : `${found.status}/${found.reason}`;
  }

  get(kind: keyof typeof KINDS, name: string): Promise<KubeObject | undefined> {
    return this.cluster.read(ref(KINDS[kind], name, 'plane'));
  }

  /** Writes of the operator since the last call. */
  writes(): readonly string[] {
    const written = this.cluster.requests
      .filter(({ verb }) => !['get', 'list', 'watch', 'version'].includes(verb))
      .map(({ verb, ref: { kind, name } }) => `${verb} ${kind} ${name}`);
    this.cluster.forgetRequests();
    return written;
  }
}
