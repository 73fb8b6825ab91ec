import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { helmPath } from '../kubectl/index.ts';
import type { Minor } from '../cluster/cluster.ts';

/** What a helm call came to. */
export interface HelmResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where npm's packages carry which Helm. */
export const CARRIED: Readonly<Record<HelmMajor, Minor>> = { 3: '1.31', 4: '1.33' };

/** Helm 3.17 and Helm 4.1. */
export type HelmMajor = 3 | 4;
export const HELM_MAJORS: readonly HelmMajor[] = [3, 4];

/** npm carries Helm for x64 alone. */
export const whyNoHelm = (): string | undefined =>
  process.platform === 'linux' && process.arch === 'x64'
    ? undefined
    : 'npm carries Helm for Linux on x64 alone';

/** Options of {@link Helm.of}. */
export interface HelmOptions {
  readonly kubeconfig?: string;
  /** A file of hosts that Helm sees as /etc/hosts; that needs root. */
  readonly hosts?: string;
}

/** Runs a program in a mount namespace of its own, with another /etc/hosts. */
export const WITH_HOSTS = [
  'unshare',
  ...['-m', 'sh', '-c', 'mount --bind "$0" /etc/hosts && exec "$@"'],
] as const;

/** Real Helm with settings, caches and logins of its own. */
export class Helm {
  readonly major: HelmMajor;
  readonly #binary: string;
  readonly #home: string;
  readonly #options: HelmOptions;

  private constructor(major: HelmMajor, binary: string, options: HelmOptions) {
    this.major = major;
    this.#binary = binary;
    this.#options = options;
    this.#home = mkdtempSync(join(tmpdir(), 'plane-helm-'));
  }

  static async of(major: HelmMajor, options: HelmOptions = {}): Promise<Helm> {
    return new Helm(major, await helmPath(CARRIED[major]), options);
  }

  /** Runs and reports, whatever comes of it. */
  try(args: readonly string[], input?: string): Promise<HelmResult> {
    const { kubeconfig = '/dev/null', hosts } = this.#options;
    const [program, ...first] =
      hosts === undefined ? [this.#binary] : [...WITH_HOSTS, hosts, this.#binary];
    return new Promise((resolve) => {
      const child = execFile(
        program,
        [...first, ...args],
        {
          maxBuffer: 64 * 1024 * 1024,
          timeout: 300_000,
          env: {
            PATH: process.env['PATH'],
            HOME: this.#home,
            KUBECONFIG: kubeconfig,
            HELM_CACHE_HOME: join(this.#home, 'cache'),
            HELM_CONFIG_HOME: join(this.#home, 'config'),
            HELM_DATA_HOME: join(this.#home, 'data'),
          },
        },
        (error, stdout, stderr) => {
          resolve({
            code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1,
            stdout,
            stderr,
          });
        },
      );
      child.stdin?.end(input ?? '');
    });
  }

  /** Runs and answers with what was printed; fails with what Helm said. */
  async run(args: readonly string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await this.try(args, input);
    if (code !== 0) throw new Error(`helm ${args.join(' ')}: ${stderr}${stdout}`);
    return stdout;
  }
}
