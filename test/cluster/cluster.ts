import { companionsFolder, controlPlane, kwokFolder } from './build.ts';
import type { Companion } from './companions.ts';
import { type Binaries, bootEmbedded } from './embedded.ts';
import type { Labels, PodPace } from './pace.ts';
import { type Minor, MINORS } from './versions.ts';

export { type Companion, type Labels, type Minor, MINORS, type PodPace };

/** A process of the cluster. */
export type Part = 'etcd' | 'apiserver' | 'controller-manager' | 'scheduler' | 'kwok' | Companion;

export interface ClusterOptions {
  readonly minor: Minor;
  /** Nodes that kwok plays, 2 unless told; with 0 kwok is not started. */
  readonly nodes?: number;
  /** What to start, all of it unless told: a contract test needs `etcd` and `apiserver` only. */
  readonly parts?: readonly Part[];
  /** None unless told: metrics-server measures what kwok says, cert-manager issues from its own CAs. */
  readonly companions?: readonly Companion[];
  /** Where the API server listens, 127.0.0.1 unless told: a real node needs more than loopback. */
  readonly address?: string;
  /** Where the state is kept. Unless told, a temporary folder that is removed on stop. */
  readonly dir?: string;
  readonly log?: (line: string) => void;
}

/** One answered request, from the API server's audit log. */
export interface AuditEvent {
  readonly at: string;
  readonly verb: string;
  readonly uri: string;
  readonly user: string;
  readonly userAgent: string;
  readonly code: number;
  /** What was said of a refusal. */
  readonly message?: string;
  /** API group; absent for the core. */
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Who a kubeconfig speaks for. */
export interface Identity {
  readonly user: string;
  readonly groups?: readonly string[];
}

export interface TestCluster {
  /** Only `embedded` can be paced, audited, killed and restarted; the others throw `NotAvailable`. */
  readonly kind: 'embedded' | 'existing' | 'k3s';
  readonly minor: Minor;
  readonly server: string;
  readonly dir: string;
  readonly caFile: string;
  /** The path of a kubeconfig file: of an administrator, unless told. */
  kubeconfig(identity?: Identity): Promise<string>;
  /** Answered requests, from `since` (ISO time) on; a watch appears when it ends. */
  audit(since?: string): Promise<readonly AuditEvent[]>;
  /** Sets how pods behave from now on; each call replaces the one before. */
  pace(pace: PodPace): Promise<void>;
  restart(part: Part): Promise<void>;
  /** Ends the part as a power cut would (SIGKILL). */
  kill(part: Part): void;
  /** Starts a part that was killed, and waits until it answers. */
  start(part: Part): Promise<void>;
  /** Stops the part in its tracks (SIGSTOP), until `resume`. */
  pause(part: Part): void;
  resume(part: Part): void;
  /** The process of a part, while it runs. */
  pid(part: Part): number | undefined;
  stop(): Promise<void>;
}

const BOOTS = 3;

/**
 * Starts a real control plane of the given minor on loopback, with fake nodes.
 *
 * *Guarantees*: the API answers, `default` has its ServiceAccount and the nodes are ready, as far
 * as the chosen parts go. Nothing outlives this process, even when it is killed.
 * *Assumes*: Linux and Go, unless the cache has the binaries.
 */
export async function startCluster(options: ClusterOptions): Promise<TestCluster> {
  const log = options.log ?? (() => undefined);
  const binaries = await built(options);
  for (let boot = 1; ; boot += 1) {
    try {
      return await bootEmbedded({ options, ...binaries, log });
    } catch (error) {
      if (boot === BOOTS || !String(error).includes('address already in use')) throw error;
      log('a port was taken in the meantime: starting again');
    }
  }
}

async function built({
  minor,
  parts,
  nodes,
  companions = [],
  log,
}: ClusterOptions): Promise<Binaries> {
  const withKwok = (parts?.includes('kwok') ?? true) && nodes !== 0;
  return {
    binary: await controlPlane(minor, log),
    kwok: withKwok ? await kwokFolder(log) : undefined,
    companions: companions.length > 0 ? await companionsFolder(log) : undefined,
  };
}
