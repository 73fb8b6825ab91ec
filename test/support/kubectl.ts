import { execFile } from 'node:child_process';

import { kubectlPath } from '../kubectl/index.ts';
import type { Minor } from '../cluster/cluster.ts';

/** What a kubectl call came to. */
export interface KubectlResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Real kubectl of the cluster's own version, as a person would use it. */
export class Kubectl {
  readonly #binary: string;
  readonly #kubeconfig: string;

  constructor(binary: string, kubeconfig: string) {
    this.#binary = binary;
    this.#kubeconfig = kubeconfig;
  }

  static async of(minor: Minor, kubeconfig: string): Promise<Kubectl> {
    return new Kubectl(await kubectlPath(minor), kubeconfig);
  }

  /** Runs and reports, whatever comes of it. */
  try(args: readonly string[], input?: string): Promise<KubectlResult> {
    return new Promise((resolve) => {
      const child = execFile(
        this.#binary,
        ['--kubeconfig', this.#kubeconfig, ...args],
        { maxBuffer: 64 * 1024 * 1024, timeout: 300_000 },
        (error, stdout, stderr) => {
          resolve({
            code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1,
            stdout,
            stderr,
          });
        },
      );
      // kubectl may end before it has read all; what it said of that is the answer.
      child.stdin?.on('error', () => undefined).end(input ?? '');
    });
  }

  /** Runs and answers with what was printed; fails with what kubectl said. */
  async run(args: readonly string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await this.try(args, input);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}${stdout}`);
    return stdout;
  }

  /** One object, or undefined when there is none. */
  async get<T = Record<string, unknown>>(args: readonly string[]): Promise<T | undefined> {
    const { code, stdout, stderr } = await this.try(['get', ...args, '-o', 'json']);
    if (code === 0) return JSON.parse(stdout) as T;
    if (stderr.includes('NotFound')) return undefined;
    throw new Error(`kubectl get ${args.join(' ')}: ${stderr}`);
  }

  apply(object: object): Promise<string> {
    return this.run(['apply', '-f', '-'], JSON.stringify(object));
  }

  /** `kubectl wait`; when it gives up, the conditions are said with it. */
  async waitFor(
    resource: string,
    condition: string,
    { namespace, seconds = 90 }: { readonly namespace: string; readonly seconds?: number },
  ): Promise<string> {
    const args = ['wait', `--for=${condition}`, resource, `--timeout=${seconds}s`];
    const { code, stdout, stderr } = await this.try(['-n', namespace, ...args]);
    if (code === 0) return stdout;
    const shown = ['get', resource, '-o', 'jsonpath={.status.conditions}{.status.findings}'];
    const now = await this.try(['-n', namespace, ...shown]);
    throw new Error(
      `kubectl -n ${namespace} ${args.join(' ')}: ${stderr}${now.stdout}${now.stderr}`,
    );
  }
}
