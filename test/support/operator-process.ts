import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** How an operator process is started. */
export interface OperatorOptions {
  /** A kubeconfig; or a service account, and then the process runs as in a pod. */
  readonly kubeconfig?: string;
  readonly serviceAccount?: ServiceAccount;
  readonly log: string;
  readonly logLevel?: string;
  /** Flags for Node. */
  readonly nodeOptions?: readonly string[];
  readonly identity?: string;
  readonly watchNamespaces?: string;
  /** Where the lease is. */
  readonly namespace?: string;
  readonly leaderElection?: boolean;
  /** The bundled file instead of the sources. */
  readonly bundle?: string;
}

/** Where the API server is, and the folder that a pod finds its credentials in. */
export interface ServiceAccount {
  readonly server: string;
  readonly folder: string;
}

/** An operator running as a process of its own, as it runs in a pod. */
export interface OperatorProcess {
  readonly pid: number;
  /** Base URL of /readyz and /metrics, once it listens. */
  url(): Promise<string>;
  kill(signal: 'SIGKILL' | 'SIGTERM'): void;
  /** Exit status; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Stops it and waits until it has ended. */
  stop(): Promise<void>;
}

/** Starts an operator; it writes its log, one JSON line each, to a file. */
export function startOperator(options: OperatorOptions): OperatorProcess {
  const { log } = options;
  const child = spawnOperator(options, argumentsOf(options));
  const file = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    pid: child.pid ?? 0,
    url: () => listening(log, child),
    kill: (signal) => child.kill(signal),
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20_000).unref())]);
      child.kill('SIGKILL');
    },
  };
}

function argumentsOf(options: OperatorOptions): readonly string[] {
  const { kubeconfig, identity = 'test', watchNamespaces = '', leaderElection = true } = options;
  const { bundle = 'operator/main.ts', nodeOptions = [], logLevel = 'debug' } = options;
  const { namespace = 'default' } = options;
  return [
    ...nodeOptions,
    ...[bundle, 'run', '--namespace', namespace, '--identity', identity],
    ...['--watch-namespaces', watchNamespaces, '--host', '127.0.0.1', '--port', '0'],
    ...['--log-level', logLevel],
    ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
    ...(leaderElection ? [] : ['--no-leader-election']),
  ];
}

/** As a pod it has a mount namespace of its own, with the service account in its place; that needs root. */
function spawnOperator(
  { serviceAccount }: OperatorOptions,
  args: readonly string[],
): ChildProcessByStdio<null, Readable, Readable> {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  if (serviceAccount === undefined) return spawn(process.execPath, args, { stdio });
  const { hostname, port } = new URL(serviceAccount.server);
  const place = '/run/secrets/kubernetes.io';
  const script = `mount -t tmpfs tmpfs /run && mkdir -p ${place} && cp -r "$0" ${place}/serviceaccount && exec "$@"`;
  const { KUBECONFIG: _, ...env } = process.env;
  return spawn(
    'unshare',
    ['-m', 'sh', '-c', script, serviceAccount.folder, process.execPath, ...args],
    { stdio, env: { ...env, KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port } },
  );
}

async function listening(log: string, child: ChildProcess): Promise<string> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n');
    const line = lines.findLast(
      (text) => text.includes('"msg":"listening"') && text.includes(`"pid":${child.pid ?? 0}`),
    );
    if (line !== undefined)
      return `http://127.0.0.1:${String((JSON.parse(line) as { port: number }).port)}`;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const said = (await readFile(log, 'utf8').catch(() => '')).slice(-1_000);
  throw new Error(`operator did not listen within 30 s: ${said}`);
}
