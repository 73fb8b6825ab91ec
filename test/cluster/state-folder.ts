import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { alive } from './alive.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import {
  AUDIT_POLICY,
  auditPolicyFile,
  type Layout,
  partKubeconfig,
  pkiFolder,
  PORT_NAMES,
  type Ports,
} from './parts.ts';
import { freePorts, isFree } from './ports.ts';

const run = promisify(execFile);
const PREFIX = 'plane-cluster-';

/** The folder that is kept, or a temporary one under this process's id. */
export async function stateFolder(kept: string | undefined): Promise<string> {
  if (kept !== undefined) {
    await mkdir(kept, { recursive: true });
    return resolve(kept);
  }
  await sweep();
  return await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
}

/** Removes the folders of test runs that were killed, which could not do it themselves. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : NaN;
    if (pid > 0 && !alive(pid)) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** A folder that is used again keeps its ports, so that its kubeconfigs stay valid. */
export async function keptPorts(dir: string): Promise<Ports> {
  const file = join(dir, 'ports.json');
  if (existsSync(file)) {
    const kept = JSON.parse(await readFile(file, 'utf8')) as Ports;
    const free = await Promise.all(Object.values(kept).map(isFree));
    const isComplete = PORT_NAMES.every((name) => name in kept);
    if (isComplete && free.every(Boolean)) return kept;
  }
  const ports = await freePorts(PORT_NAMES);
  await writeFile(file, JSON.stringify(ports));
  return ports;
}

export interface LayOut extends Layout {
  readonly binary: string;
}

/** Writes what the parts read: certificates, kubeconfigs and the audit policy. */
export async function layOut({ dir, ports, address, binary }: LayOut): Promise<void> {
  const pki = pkiFolder(dir);
  if (!existsSync(join(pki, 'sa.key'))) await run(binary, ['certs', pki, address]);
  // Those of an earlier start may name ports that somebody else has taken since.
  await rm(join(dir, 'kubeconfig'), { recursive: true, force: true });
  await mkdir(join(dir, 'kubeconfig'));
  await writeFile(auditPolicyFile(dir), JSON.stringify(AUDIT_POLICY));
  const server = serverUrl({ ports, address });
  const users = [
    ['controller-manager', 'kube-controller-manager'],
    ['scheduler', 'kube-scheduler'],
    ['kwok', 'kwok'],
  ] as const;
  for (const [part, name] of users) {
    const file = partKubeconfig(dir, part);
    await writeKubeconfig({ file, server, caFile: join(pki, 'ca.crt'), client: join(pki, name) });
  }
}

export const serverUrl = ({ ports, address }: Omit<Layout, 'dir'>): string =>
  `https://${address}:${ports.apiserver}`;
