import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

import { MINORS } from '../cluster/cluster.ts';
import type { Minor, TestCluster } from '../cluster/cluster.ts';
import { openCluster } from '../cluster/open.ts';
import { kubectlPath } from '../kubectl/index.ts';
import { eventually } from '../support/eventually.ts';
import { Kubectl } from '../support/kubectl.ts';

/** Kubernetes versions to test on. */
export const ASKED: readonly Minor[] = MINORS.filter((minor) =>
  (process.env['PLANE_TEST_MINORS'] ?? '1.33').split(',').includes(minor),
);

/** What an API server said. */
export interface Answer {
  readonly code: number;
  /** `Warning` headers, as kubectl prints them. */
  readonly warnings: readonly string[];
  /** `message` of a refusal; empty for anything else. */
  readonly message: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An API server with our definitions, reached through `kubectl proxy`, so that headers can be seen. */
export class ApiServer {
  readonly kubectl: Kubectl;
  readonly #cluster: TestCluster;
  readonly #proxy: ChildProcess;
  readonly #url: string;

  private constructor(
    cluster: TestCluster,
    kubectl: Kubectl,
    proxy: { readonly child: ChildProcess; readonly url: string },
  ) {
    this.#cluster = cluster;
    this.kubectl = kubectl;
    this.#proxy = proxy.child;
    this.#url = proxy.url;
  }

  static async start(minor: Minor): Promise<ApiServer> {
    const cluster = await openCluster({ minor, parts: ['etcd', 'apiserver'], nodes: 0 });
    const kubeconfig = await cluster.kubeconfig();
    const proxy = await startProxy(await kubectlPath(minor), kubeconfig);
    return new ApiServer(cluster, await Kubectl.of(minor, kubeconfig), proxy);
  }

  async stop(): Promise<void> {
    this.#proxy.kill();
    await this.#cluster.stop();
  }

  async send(method: string, path: string, object?: object): Promise<Answer> {
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: { 'content-type': TYPES[method] ?? 'application/json' },
      ...(object === undefined ? {} : { body: JSON.stringify(object) }),
    });
    const body = (await answer.json()) as Readonly<Record<string, unknown>>;
    const refused = body['kind'] === 'Status' && answer.status >= 400;
    return {
      code: answer.status,
      warnings: (answer.headers.get('warning') ?? '').split(/, (?=299)/).filter(Boolean),
      message: refused ? String(body['message']) : '',
      body,
    };
  }

  /** Asks again until a definition that was just created is served. */
  async served(path: string): Promise<void> {
    await eventually(async () => ((await this.send('GET', path)).code === 200 ? true : undefined), {
      what: `${path} to be served`,
    });
  }
}

const TYPES: Readonly<Record<string, string>> = { PATCH: 'application/merge-patch+json' };

async function startProxy(
  kubectl: string,
  kubeconfig: string,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(kubectl, ['--kubeconfig', kubeconfig, 'proxy', '--port=0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const [, address] = /serve on (\S+)/.exec(text) ?? [];
      if (address !== undefined) resolve(`http://${address}`);
    });
  });
  return { child, url };
}
