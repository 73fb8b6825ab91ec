import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Api } from './api.ts';
import { atExit } from './at-exit.ts';
import { readAudit } from './audit.ts';
import type { AuditEvent, ClusterOptions, Identity, Part, TestCluster } from './cluster.ts';
import { type Companion, isCompanion, welcome } from './companions.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { addNodes, addStorage, dropLeases, isReady } from './objects.ts';
import { type PodPace, writePace } from './pace.ts';
import {
  auditFile,
  kwokConfigFile,
  LOOPBACK,
  partKubeconfig,
  pkiFolder,
  type Layout,
} from './parts.ts';
import { isHealthy, processes } from './processes.ts';
import type { ServerProcess } from './server-process.ts';
import { keptPorts, layOut, serverUrl, stateFolder } from './state-folder.ts';
import { until } from './until.ts';
import { type Minor, PATCHES } from './versions.ts';

export interface Binaries {
  readonly binary: string;
  /** The folder of kwok, when nodes are wanted. */
  readonly kwok: string | undefined;
  /** The folder of cert-manager and metrics-server, when one of them is wanted. */
  readonly companions: string | undefined;
}

export interface Boot extends Binaries {
  readonly options: ClusterOptions;
  readonly log: (line: string) => void;
}

const run = promisify(execFile);
const NODES = 2;

/** Lays out a folder, starts the parts in it and waits until they are of use. */
export async function bootEmbedded(boot: Boot): Promise<TestCluster> {
  const { options, binary } = boot;
  const dir = await stateFolder(options.dir);
  const ports = await keptPorts(dir);
  const place = { dir, ports, address: options.address ?? LOOPBACK };
  await layOut({ ...place, binary });
  const cluster = new EmbeddedCluster(boot, place);
  try {
    await cluster.boot();
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

class EmbeddedCluster implements TestCluster {
  readonly kind = 'embedded';
  readonly minor: Minor;
  readonly server: string;
  readonly dir: string;
  readonly caFile: string;
  readonly #boot: Boot;
  readonly #place: Layout;
  readonly #api: Api;
  readonly #processes: ReadonlyMap<Part, ServerProcess>;
  readonly #forget: () => void;
  readonly #kubeconfigs = new Map<string, Promise<string>>();

  constructor(boot: Boot, place: Layout) {
    const { dir } = place;
    this.minor = boot.options.minor;
    this.dir = dir;
    this.server = serverUrl(place);
    this.caFile = join(pkiFolder(dir), 'ca.crt');
    this.#boot = boot;
    this.#place = place;
    this.#api = new Api(this.server, pkiFolder(dir));
    this.#processes = processes(boot, place);
    this.#forget = atExit(() => {
      for (const server of this.#processes.values()) server.signal('SIGKILL');
      if (this.#isTemporary) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    });
  }

  get #isTemporary(): boolean {
    return this.#boot.options.dir === undefined;
  }

  get #nodes(): number {
    return this.#boot.options.nodes ?? NODES;
  }

  /** etcd, then the API server, then everyone who needs it at once. */
  async boot(): Promise<void> {
    const { kwok, log } = this.#boot;
    if (kwok !== undefined) await writePace(kwok, kwokConfigFile(this.dir), { pods: 'fast' });
    const parts = [...this.#processes.keys()];
    const rest = parts.filter(
      (part) => part !== 'etcd' && part !== 'apiserver' && !isCompanion(part),
    );
    await this.start('etcd');
    await this.start('apiserver');
    log(`API server answers at ${this.server}`);
    if (kwok !== undefined) {
      await addNodes(this.#api, this.#nodes, PATCHES[this.minor]);
      await addStorage(this.#api, kwok);
    }
    await Promise.all(rest.map((part) => this.start(part)));
    await this.#settle();
    await Promise.all(parts.filter(isCompanion).map((part) => this.start(part)));
    log('cluster is ready');
  }

  async #settle(): Promise<void> {
    const manager = this.#processes.get('controller-manager');
    if (manager === undefined) return;
    const path = '/api/v1/namespaces/default/serviceaccounts/default';
    const holds = async (): Promise<boolean> => (await this.#api.get(path)).code === 200;
    await until({ what: 'the default ServiceAccount', process: manager, holds });
    const kwok = this.#processes.get('kwok');
    if (kwok === undefined) return;
    const ready = (): Promise<boolean> => isReady(this.#api, this.#nodes);
    await until({ what: `${this.#nodes} ready nodes`, process: kwok, holds: ready });
  }

  /** Every identity is signed once: two calls at once would mix a certificate and a key. */
  kubeconfig(identity?: Identity): Promise<string> {
    const { user, groups = [] } = identity ?? { user: 'admin' };
    const name = identity === undefined ? 'admin' : clientName(user, groups);
    const known = this.#kubeconfigs.get(name) ?? this.#sign(name, [user, ...groups]);
    this.#kubeconfigs.set(name, known);
    return known;
  }

  async #sign(name: string, subject: readonly string[]): Promise<string> {
    const pki = pkiFolder(this.dir);
    const client = join(pki, name);
    if (!existsSync(`${client}.key`)) {
      await run(this.#boot.binary, ['client-cert', pki, name, ...subject]);
    }
    const file = join(this.dir, 'kubeconfig', `${name}.json`);
    return await writeKubeconfig({ file, server: this.server, caFile: this.caFile, client });
  }

  audit(since?: string): Promise<readonly AuditEvent[]> {
    const api = this.#processes.get('apiserver')?.running === true ? this.#api : undefined;
    return readAudit({ file: auditFile(this.dir), since, api });
  }

  async pace(pace: PodPace): Promise<void> {
    const { kwok } = this.#boot;
    if (kwok === undefined)
      throw new Error('Cannot set a pace: the cluster was started without kwok');
    await writePace(kwok, kwokConfigFile(this.dir), pace);
    await this.restart('kwok');
  }

  async restart(part: Part): Promise<void> {
    await this.#process(part).stop();
    await this.start(part);
  }

  kill(part: Part): void {
    this.#process(part).signal('SIGKILL');
  }

  pause(part: Part): void {
    this.#process(part).signal('SIGSTOP');
  }

  resume(part: Part): void {
    this.#process(part).signal('SIGCONT');
  }

  pid(part: Part): number | undefined {
    return this.#processes.get(part)?.pid;
  }

  async start(part: Part): Promise<void> {
    const server = this.#process(part);
    // A new kwok would wait 40 s for the leases of the one before it to run out.
    if (part === 'kwok' && !server.running) await dropLeases(this.#api, this.#nodes);
    if (isCompanion(part)) await this.#welcome(part);
    await server.start();
    await until({
      what: `${part} to answer`,
      process: server,
      holds: () => isHealthy(part, this.#place.ports, this.#api),
    });
  }

  async #welcome(companion: Companion): Promise<void> {
    const identity = { user: companion, groups: ['system:masters'] };
    await copyFile(await this.kubeconfig(identity), partKubeconfig(this.dir, companion));
    await welcome(companion, {
      api: this.#api,
      place: this.#place,
      folder: this.#boot.companions ?? '',
    });
  }

  async stop(): Promise<void> {
    // A kept folder is read again, so etcd gets to close its files.
    const forEtcd = this.#isTemporary ? 'SIGKILL' : 'SIGTERM';
    for (const part of [...this.#processes.keys()].reverse()) {
      await this.#processes.get(part)?.stop(part === 'etcd' ? forEtcd : 'SIGKILL');
    }
    if (this.#isTemporary) await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
    this.#forget();
  }

  #process(part: Part): ServerProcess {
    const server = this.#processes.get(part);
    if (server === undefined) throw new Error(`Cannot use "${part}": the cluster has no such part`);
    return server;
  }
}

/** The file name of a user's certificate: readable, and different for every identity. */
function clientName(user: string, groups: readonly string[]): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([user, groups]))
    .digest('hex');
  return `client-${user.replaceAll(/[^a-zA-Z0-9]+/g, '-')}-${digest.slice(0, 8)}`;
}
