import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { alive } from '../cluster/alive.ts';
import { ServerProcess } from '../cluster/server-process.ts';
import { until } from '../cluster/until.ts';
import { run } from './run.ts';

/** A first process ends after all others of its namespace. */
const END_MS = 20_000;

/** Where the two ends of the node's only cable are: this machine, and the node. */
export interface Addresses {
  readonly host: string;
  readonly node: string;
}

/** A pair that no interface of this machine uses, out of a range that is ours by nobody else's claim. */
export function freeAddresses(): Addresses {
  const taken = new Set(
    Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []),
  );
  for (let third = 0; third < 256; third += 1) {
    const host = `10.231.${(third + process.pid) % 256}.1`;
    if (!taken.has(host)) return { host, node: host.replace(/1$/, '2') };
  }
  throw new Error('Cannot make a node: every network of 10.231.0.0/16 is taken');
}

/** The name of the cable's end on this machine, for the node of a process. */
export const cableName = (pid: number): string => `plane${pid}`;

function pidNamespace(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined; // ended in the meantime
  }
}

/**
 * Namespaces of a node: network, mounts and processes.
 *
 * *Guarantees*: when the holder ends, for whatever reason, the kernel ends every process in them,
 * and mounts and interfaces go with the last one. The machine's own settings are not touched.
 */
export class Namespace {
  readonly #dir: string;
  readonly #binary: string;
  readonly #holder: ServerProcess;

  /** `binary` is the control plane's, which puts programs under its guard. */
  constructor(dir: string, binary: string) {
    this.#dir = dir;
    this.#binary = binary;
    const script = join(import.meta.dirname, 'namespace.sh');
    const unshare = ['unshare', '-m', '-n', '-p', '--fork', '--kill-child', '--mount-proc'];
    this.#holder = new ServerProcess({
      name: 'namespace',
      program: binary,
      parameters: ['exec', ...unshare, 'sh', script, dir],
      logFile: join(dir, 'namespace.log'),
    });
  }

  /** Opens the namespaces and lays the cable. */
  async open({ host, node }: Addresses): Promise<void> {
    for (const folder of ['run', 'lib', 'log', 'sysctl'])
      await mkdir(join(this.#dir, folder), { recursive: true });
    await this.#holder.start();
    const holds = (): Promise<boolean> => Promise.resolve(existsSync(join(this.#dir, 'entered')));
    await until({ what: 'the namespaces', process: this.#holder, holds });
    const name = cableName(process.pid);
    await run(
      'ip',
      'link',
      'add',
      name,
      'type',
      'veth',
      'peer',
      'name',
      'eth0',
      'netns',
      this.#pid,
    );
    await run('ip', 'address', 'add', `${host}/30`, 'dev', name);
    await run('ip', 'link', 'set', name, 'up');
    const inside = (...parameters: readonly string[]): Promise<string> =>
      run('nsenter', '-t', this.#pid, '-n', 'ip', ...parameters);
    await inside('address', 'add', `${node}/30`, 'dev', 'eth0');
    await inside('link', 'set', 'eth0', 'up');
    await inside('route', 'add', 'default', 'via', host);
  }

  /** The first process in the namespaces, by its number outside. */
  get #pid(): string {
    const pid = this.#holder.pid ?? 0;
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    if (child === undefined || child === '') throw new Error('the namespaces of the node are gone');
    return child;
  }

  /** The processes inside, by their numbers outside. */
  processes(): readonly number[] {
    const own = pidNamespace(this.#pid);
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return all.filter((pid) => pidNamespace(pid) === own).map(Number);
  }

  /** A program that runs inside, not started yet. */
  process(name: string, parameters: readonly string[]): ServerProcess {
    // Inside, the guard cannot see who started it, and needs not: the holder's end ends everything.
    const unguarded = ['env', '-u', 'PLANE_TEST_PARENT'];
    const enter = ['exec', 'nsenter', '-t', this.#pid, '-m', '-n', '-p', '--', ...unguarded];
    return new ServerProcess({
      name,
      program: this.#binary,
      parameters: [...enter, ...parameters],
      logFile: join(this.#dir, `${name}.log`),
    });
  }

  /** Runs a program inside to its end. */
  run(...parameters: readonly string[]): Promise<string> {
    return run('nsenter', '-t', this.#pid, '-m', '-n', '-p', '--', ...parameters);
  }

  /** Ends everything inside at once. */
  kill(): void {
    this.#holder.signal('SIGKILL');
  }

  /** Ends everything inside, and waits until the kernel is done with it. */
  async close(): Promise<void> {
    const first = this.#holder.running ? Number(this.#pid) : 0;
    await this.#holder.stop('SIGKILL');
    const deadline = Date.now() + END_MS;
    while (first > 0 && alive(first) && Date.now() < deadline) await delay(20);
  }
}
