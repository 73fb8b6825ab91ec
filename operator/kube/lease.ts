import { KINDS, ref } from '../api/kinds.ts';
import type { KubeObject } from '../api/object.ts';
import type { Clock } from '../ports/clock.ts';
import type { Cluster } from '../ports/cluster.ts';
import { microTime } from './micro-time.ts';

/** `Lease` of coordination.k8s.io/v1, as far as we use it. */
export interface Lease extends KubeObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

/** Which lease, and who asks for it. */
export interface LeaseOptions {
  /** On connections of its own: a renewal must not wait behind other requests. */
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly namespace: string;
  readonly name: string;
  /** Unique among all processes: the pod's name, say. */
  readonly identity: string;
  readonly seconds: number;
  /** Longest wait for one answer. */
  readonly callMs: number;
}

/** Thrown when somebody else holds the lease. */
export class HeldByOther extends Error {
  constructor(holder: string) {
    super(`lease is held by "${holder}"`);
    this.name = 'HeldByOther';
  }
}

/** The lease as one candidate sees it. Whether it has expired is judged by the own monotonic clock alone. */
export class LeaseRecord {
  readonly #options: LeaseOptions;
  #seen: Lease | undefined;
  #seenAt = 0;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** Takes the lease or takes it again. Throws HeldByOther, and whatever a call throws. */
  async take(): Promise<void> {
    const current = await this.#call((signal) =>
      this.#options.cluster.read<Lease>(this.#ref(), signal),
    );
    this.#observe(current);
    const holder = current?.spec?.holderIdentity ?? '';
    const { identity } = this.#options;
    if (current !== undefined && holder !== '' && holder !== identity && !this.#isOver(current))
      throw new HeldByOther(holder);
    await this.#write(current, this.#record(current, holder !== identity));
  }

  /** Renews what `take` took. Throws HeldByOther when it is gone, and whatever a call throws. */
  async renew(): Promise<void> {
    const known = this.#seen;
    if (known?.spec?.holderIdentity !== this.#options.identity) {
      await this.take();
      return;
    }
    try {
      await this.#write(known, this.#record(known, false));
    } catch (error) {
      // Whatever went wrong, the version we know may be old: the next renewal reads first.
      this.#seen = undefined;
      throw error;
    }
  }

  /** Gives the lease up, so that the next holder need not wait for its end. Throws what a call throws. */
  async release(): Promise<void> {
    const current = await this.#call((signal) =>
      this.#options.cluster.read<Lease>(this.#ref(), signal),
    );
    if (current?.spec?.holderIdentity !== this.#options.identity) return;
    await this.#write(current, {
      ...this.#record(current, false),
      holderIdentity: '',
      leaseDurationSeconds: 1,
    });
  }

  #ref(): ReturnType<typeof ref> {
    return ref(KINDS.Lease, this.#options.name, this.#options.namespace);
  }

  #observe(lease: Lease | undefined): void {
    const known = this.#seen;
    this.#seen = lease;
    if (known?.metadata.resourceVersion === lease?.metadata.resourceVersion && known !== undefined)
      return;
    this.#seenAt = this.#options.clock.monotonic();
  }

  #isOver({ spec }: Lease): boolean {
    const seconds = spec?.leaseDurationSeconds ?? this.#options.seconds;
    return this.#options.clock.monotonic() - this.#seenAt > seconds * 1_000;
  }

  #record(current: Lease | undefined, acquires: boolean): NonNullable<Lease['spec']> {
    const { clock, identity, seconds } = this.#options;
    const now = microTime(clock.now());
    const { leaseTransitions = 0, acquireTime = now, ...rest } = current?.spec ?? {};
    return {
      ...rest,
      holderIdentity: identity,
      leaseDurationSeconds: seconds,
      renewTime: now,
      acquireTime: acquires ? now : acquireTime,
      leaseTransitions: leaseTransitions + (acquires && current !== undefined ? 1 : 0),
    };
  }

  async #write(current: Lease | undefined, spec: NonNullable<Lease['spec']>): Promise<void> {
    const { cluster, name, namespace } = this.#options;
    const { apiVersion, kind } = KINDS.Lease;
    const stored = await this.#call((signal) =>
      current === undefined
        ? cluster.create<Lease>({ apiVersion, kind, metadata: { name, namespace }, spec }, signal)
        : cluster.replace<Lease>({ ...current, spec }, signal),
    );
    this.#observe(stored);
  }

  /** A call that ends in time even where nothing answers. */
  async #call<T>(send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { clock, callMs } = this.#options;
    const timer = new AbortController();
    const timeout = new AbortController();
    clock.sleep(callMs, timer.signal).then(
      () => {
        timeout.abort(new Error(`lease: no answer in ${callMs / 1_000} s`));
      },
      () => undefined,
    );
    try {
      return await send(timeout.signal);
    } finally {
      timer.abort();
    }
  }
}
