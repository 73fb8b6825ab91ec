import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** How an operator process is started. */
export interface OperatorOptions {
  readonly kubeconfig: string;
  readonly log: string;
  readonly identity?: string;
  readonly watchNamespaces?: string;
  readonly leaderElection?: boolean;
  /** The bundled file instead of the sources. */
  readonly bundle?: string;
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
  const {
    kubeconfig,
    log,
    identity = 'test',
    watchNamespaces = '',
    leaderElection = true,
    bundle = 'operator/main.ts',
  } = options;
  const args = [
    bundle,
    'run',
    '--kubeconfig',
    kubeconfig,
    '--namespace',
    'default',
    '--identity',
    identity,
  ];
  args.push(
    '--watch-namespaces',
    watchNamespaces,
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--log-level',
    'debug',
  );
  if (!leaderElection) args.push('--no-leader-election');
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
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
  throw new Error(`operator did not listen within 30 s; its log is ${log}`);
}
