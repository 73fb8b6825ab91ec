import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { kubectlPath } from '../kubectl/index.ts';
import type { ClusterOptions, Identity, TestCluster } from './cluster.ts';
import { NotAvailable } from './not-available.ts';
import { isMinor, type Minor } from './versions.ts';

interface Kubeconfig {
  readonly 'current-context': string;
  readonly clusters: readonly { readonly name: string; readonly cluster: ClusterEntry }[];
  readonly users: readonly { readonly name: string; readonly user: object }[];
  readonly contexts: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
}

interface ClusterEntry {
  readonly server: string;
  readonly 'certificate-authority'?: string;
  readonly 'certificate-authority-data'?: string;
}

export interface Foreign {
  readonly kind?: 'existing' | 'k3s';
  /** What stopping means, besides removing our own files. */
  readonly stop?: () => Promise<unknown>;
}

const run = promisify(execFile);

/**
 * Uses a cluster that somebody else runs; other identities are impersonated, since its CA is not
 * ours to sign with.
 */
export async function openExisting(
  kubeconfig: string,
  options: ClusterOptions,
  foreign: Foreign = {},
): Promise<TestCluster> {
  const { kind = 'existing', stop } = foreign;
  const admin = resolve(kubeconfig);
  const config = load(await readFile(admin, 'utf8')) as Kubeconfig;
  const entry = currentCluster(config);
  const dir = await mkdtemp(join(tmpdir(), `plane-cluster-${process.pid}-`));
  const caFile = join(dir, 'ca.crt');
  await writeFile(caFile, await authority(entry, dirname(admin)));
  return {
    kind,
    minor: await serverMinor(admin, options.minor),
    server: entry.server,
    dir,
    caFile,
    kubeconfig: (identity) =>
      identity === undefined ? Promise.resolve(admin) : impersonate(admin, dir, identity),
    ...unavailable(kind),
    async stop() {
      await stop?.();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

type Controls = Pick<
  TestCluster,
  'audit' | 'pace' | 'restart' | 'kill' | 'start' | 'pause' | 'resume' | 'pid'
>;

function unavailable(kind: string): Controls {
  const refuse = (what: string) => (): never => {
    throw new NotAvailable(what, kind);
  };
  const reject = (what: string) => (): Promise<never> =>
    Promise.reject(new NotAvailable(what, kind));
  return {
    audit: reject('read the audit log'),
    pace: reject('set the pace of pods'),
    restart: reject('restart a part'),
    start: reject('start a part'),
    kill: refuse('kill a part'),
    pause: refuse('pause a part'),
    resume: refuse('resume a part'),
    pid: () => undefined,
  };
}

function currentCluster(config: Kubeconfig): ClusterEntry {
  const context = config.contexts.find(({ name }) => name === config['current-context'])?.context;
  const found = config.clusters.find(({ name }) => name === context?.cluster)?.cluster;
  if (found !== undefined) return found;
  throw new Error('Cannot use the kubeconfig: its current context names no cluster');
}

async function authority(entry: ClusterEntry, folder: string): Promise<Buffer> {
  const { 'certificate-authority-data': inline, 'certificate-authority': file } = entry;
  if (inline !== undefined) return Buffer.from(inline, 'base64');
  if (file !== undefined) return await readFile(resolve(folder, file));
  return Buffer.alloc(0);
}

/** The version the server names, where the operator supports it; else the one that was asked for. */
async function serverMinor(kubeconfig: string, asked: Minor): Promise<Minor> {
  const parameters = ['--kubeconfig', kubeconfig, 'get', '--raw', '/version'];
  const { stdout } = await run(await kubectlPath(asked), parameters, { timeout: 30_000 });
  const { major, minor } = JSON.parse(stdout) as { readonly major: string; readonly minor: string };
  const version = `${major}.${Number.parseInt(minor, 10)}`;
  return isMinor(version) ? version : asked;
}

async function impersonate(admin: string, dir: string, identity: Identity): Promise<string> {
  const config = load(await readFile(admin, 'utf8')) as Kubeconfig;
  const as = { as: identity.user, 'as-groups': identity.groups ?? [] };
  const users = config.users.map(({ name, user }) => ({ name, user: { ...user, ...as } }));
  const digest = createHash('sha256').update(JSON.stringify(as)).digest('hex').slice(0, 12);
  const file = join(dir, `${digest}.json`);
  await writeFile(file, JSON.stringify({ ...config, users }), { mode: 0o600 });
  return file;
}
