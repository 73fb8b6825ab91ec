import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface ServerOptions {
  readonly name: string;
  readonly program: string;
  readonly parameters: readonly string[];
  readonly logFile: string;
}

const TAIL_LINES = 25;
const GRACE_MS = 10_000;

/** One process of the cluster, which can be started again with the same parameters. */
export class ServerProcess {
  readonly name: string;
  readonly #options: ServerOptions;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #ending = false;

  constructor(options: ServerOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.running ? this.#child?.pid : undefined;
  }

  get running(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** Spawns the process; one that was killed a moment ago is waited for first. */
  async start(): Promise<void> {
    if (this.running && !this.#ending) return;
    await this.#ended;
    const { program, parameters, logFile } = this.#options;
    const output = openSync(logFile, 'a');
    // A clean environment: proxies, ETCD_* and kwok's own settings must not leak in.
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: dirname(logFile),
      PLANE_TEST_PARENT: String(process.pid),
    };
    const child = spawn(program, parameters, { env, stdio: ['ignore', output, output] });
    closeSync(output);
    this.#child = child;
    this.#ending = false;
    this.#ended = new Promise((resolve) => {
      child.once('exit', () => {
        resolve();
      });
      child.once('error', () => {
        resolve();
      });
    });
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.running) return;
    this.#ending ||= signal === 'SIGKILL' || signal === 'SIGTERM';
    this.#child?.kill(signal);
  }

  /** Asks the process to end, and makes it end when it takes too long. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (!this.running) return;
    this.signal(signal);
    const late = setTimeout(() => {
      this.signal('SIGKILL');
    }, GRACE_MS);
    await this.#ended;
    clearTimeout(late);
  }

  tail(): string {
    const { logFile } = this.#options;
    if (!existsSync(logFile)) return '';
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  }
}
