import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alive } from '../cluster/alive.ts';
import { atExit } from '../cluster/at-exit.ts';
import { controlPlane } from '../cluster/build.ts';
import { type Minor, startCluster, type TestCluster } from '../cluster/cluster.ts';
import type { ServerProcess } from '../cluster/server-process.ts';
import { until } from '../cluster/until.ts';
import { Kubectl } from '../support/kubectl.ts';
import { cgroups, makeCgroup, removeCgroup } from './cgroups.ts';
import { buildImage, type Image, type Recipe } from './image.ts';
import { PAUSE } from './images/recipes.ts';
import { freeAddresses, Namespace } from './namespace.ts';
import { installPackages } from './packages.ts';
import { type Registry, startRegistry } from './registry.ts';
import { rootFileSystem } from './root-file-system.ts';
import { commands, NODE_NAME, type Site, writeSettings } from './settings.ts';
import { volume, VOLUME_CLASS } from './volumes.ts';

export interface NodeOptions {
  readonly minor: Minor;
  /** Images that can be pulled, from whatever host. */
  readonly recipes: readonly Recipe[];
  /** Images that were made elsewhere. */
  readonly images?: readonly Image[];
  /** Volumes that claims may bind, 5 unless told. */
  readonly volumes?: number;
  readonly log?: (line: string) => void;
}

const PREFIX = 'plane-node-';
const VOLUMES = 5;

/** The cgroup of the node of a process, in every hierarchy. */
export const cgroupName = (pid: number): string => `${PREFIX}${pid}`;

/**
 * Starts a control plane and a node of it where containers really run.
 *
 * *Guarantees*: the node is Ready; nothing of it outlives this process, even when that is killed; the
 * machine keeps its mounts, its network and its kernel's settings.
 * *Assumes*: `whyNoNode()` has nothing to say.
 */
export async function startNode(options: NodeOptions): Promise<RealNode> {
  const log = options.log ?? (() => undefined);
  await installPackages(log);
  const base = await rootFileSystem(log);
  const binary = await controlPlane(options.minor, options.log);
  await sweep();
  const dir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const node = new RealNode(dir, binary, log);
  try {
    const images: Image[] = [...(options.images ?? [])];
    for (const recipe of [PAUSE, ...options.recipes])
      images.push(await buildImage(recipe, base, join(dir, 'images')));
    await node.boot(options, images);
    return node;
  } catch (error) {
    await node.stop();
    throw error;
  }
}

/** Removes what test runs that were killed left behind. */
async function sweep(): Promise<void> {
  const isGone = (name: string): boolean => !alive(Number(name.slice(PREFIX.length).split('-')[0]));
  for (const name of cgroups(PREFIX).filter(isGone)) removeCgroup(name);
  for (const name of (await readdir(tmpdir())).filter((each) => each.startsWith(PREFIX)))
    if (isGone(name)) await rm(join(tmpdir(), name), { recursive: true, force: true });
}

/** A node of a cluster of its own. */
export class RealNode {
  readonly dir: string;
  readonly #binary: string;
  readonly #log: (line: string) => void;
  readonly #namespace: Namespace;
  readonly #cgroup = cgroupName(process.pid);
  readonly #forget: () => void;
  #cluster: TestCluster | undefined;
  #registry: Registry | undefined;
  readonly #processes: ServerProcess[] = [];

  constructor(dir: string, binary: string, log: (line: string) => void) {
    this.dir = dir;
    this.#binary = binary;
    this.#log = log;
    this.#namespace = new Namespace(dir, binary);
    this.#forget = atExit(() => {
      this.#namespace.kill();
      removeCgroup(this.#cgroup);
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    });
  }

  get cluster(): TestCluster {
    if (this.#cluster === undefined) throw new Error('Cannot use the node: it has not started');
    return this.#cluster;
  }

  /** Everything that runs on it, by the numbers that processes have on this machine. */
  processes(): readonly number[] {
    return this.#namespace.processes();
  }

  /** What pods asked for and no recipe makes. */
  get missedImages(): ReadonlySet<string> {
    return this.#registry?.missed ?? new Set();
  }

  async boot(options: NodeOptions, images: readonly Image[]): Promise<void> {
    const addresses = freeAddresses();
    await this.#namespace.open(addresses);
    this.#registry = await startRegistry(images, addresses.host);
    const { minor } = options;
    this.#cluster = await startCluster({
      minor,
      nodes: 0,
      address: addresses.host,
      log: this.#log,
    });
    makeCgroup(this.#cgroup);
    const site: Site = {
      dir: this.dir,
      addresses,
      caFile: this.#cluster.caFile,
      registry: this.#registry.url,
      pause: `plane.test/${PAUSE.reference}`,
      cgroup: `/${this.#cgroup}`,
    };
    await writeSettings(site);
    await this.#start(site);
    await this.#addVolumes(options.volumes ?? VOLUMES);
  }

  async #start(site: Site): Promise<void> {
    const kubelet = { user: `system:node:${NODE_NAME}`, groups: ['system:nodes'] };
    const called = commands(site, {
      binary: this.#binary,
      kubelet: await this.cluster.kubeconfig(kubelet),
      proxy: await this.cluster.kubeconfig({ user: 'system:kube-proxy' }),
    });
    for (const [name, parameters] of Object.entries(called)) {
      const process = this.#namespace.process(name, parameters);
      this.#processes.push(process);
      await process.start();
      if (name === 'containerd') await this.#untilContainerd(process);
      if (name === 'kubelet') await this.#untilReady(process);
    }
    this.#log('node is ready');
  }

  async #untilContainerd(process: ServerProcess): Promise<void> {
    const holds = async (): Promise<boolean> =>
      (await this.#namespace.run('ctr', 'version')).includes('Server');
    await until({ what: 'containerd to answer', process, holds });
  }

  async #untilReady(process: ServerProcess): Promise<void> {
    const kubectl = await this.kubectl();
    const status = '{.status.conditions[?(@.type=="Ready")].status}';
    const holds = async (): Promise<boolean> =>
      (await kubectl.run(['get', 'node', NODE_NAME, '-o', `jsonpath=${status}`])) === 'True';
    await until({ what: 'the node to be Ready', process, holds });
  }

  async kubectl(): Promise<Kubectl> {
    return await Kubectl.of(this.cluster.minor, await this.cluster.kubeconfig());
  }

  async #addVolumes(count: number): Promise<void> {
    const kubectl = await this.kubectl();
    await kubectl.apply(VOLUME_CLASS);
    for (let index = 1; index <= count; index += 1) {
      const path = join(this.dir, 'volumes', `${index}`);
      await mkdir(path, { recursive: true });
      await kubectl.apply(volume(`volume-${index}`, path));
    }
  }

  async stop(): Promise<void> {
    await this.#namespace.close();
    for (const process of this.#processes) await process.stop('SIGKILL');
    await this.#cluster?.stop();
    await this.#registry?.stop();
    removeCgroup(this.#cgroup);
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
    this.#forget();
  }
}
