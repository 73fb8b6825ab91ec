import { copyFile, mkdir, readFile, readlink, readdir, writeFile } from 'node:fs/promises';

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { TestCluster } from '../cluster/cluster.ts';
import { demoSite } from '../support/demo-site.ts';
import { eventually } from '../support/eventually.ts';
import { Kubectl } from '../support/kubectl.ts';
import { startOperator } from '../support/operator-process.ts';
import { installBench } from './install.ts';
import type { Row } from './table.ts';

const BUNDLE = 'dist/operator/plane-operator.cjs';

/** The bundled operator as a process: start, memory, connections, length of a pass. The baseline is bare Node, idle. */
export async function processBench(
  cluster: TestCluster,
  { rounds, installations }: { readonly rounds: number; readonly installations: number },
): Promise<readonly Row[]> {
  await promisify(execFile)(process.execPath, ['scripts/build.ts']);
  const kubeconfig = await cluster.kubeconfig();
  const kubectl = await Kubectl.of(cluster.minor, kubeconfig);
  const bare = await bareNode();
  const began = performance.now();
  const operator = startOperator({
    serviceAccount: { server: cluster.server, folder: await serviceAccount(cluster, kubectl) },
    log: `${cluster.dir}/bench-operator.log`,
    logLevel: 'info',
    bundle: BUNDLE,
    nodeOptions: POD_FLAGS,
  });
  try {
    const url = await operator.url();
    await eventually(async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined), {
      what: 'the caches to be in step',
    });
    const started = performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    const idle = await memory(operator.pid);
    const installed = await installBench(cluster, rounds);
    const install = performance.now();
    await Promise.all(
      Array.from({ length: installations }, async (_, index) =>
        kubectl.apply(await demoSite(kubectl, `bench-${index}`)),
      ),
    );
    for (let index = 0; index < installations; index += 1)
      await kubectl.waitFor('plane/plane', 'condition=Ready', {
        namespace: `bench-${index}`,
        seconds: 280,
      });
    const all = (performance.now() - install) / 1_000;
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    const busy = await memory(operator.pid);
    return [
      ...installed,
      { what: 'start to synced', value: started, unit: 'ms' },
      {
        what: 'anonymous memory, idle',
        value: idle.anonymous,
        unit: 'MB',
        baseline: { what: 'bare node', value: bare.anonymous },
        goal: 'at most 30 MB',
      },
      {
        what: 'RSS, idle',
        value: idle.rss,
        unit: 'MB',
        baseline: { what: 'bare node', value: bare.rss },
      },
      {
        what: `anonymous memory, ${installations} installations`,
        value: busy.anonymous,
        unit: 'MB',
        baseline: { what: 'bare node', value: bare.anonymous },
      },
      {
        what: `RSS, ${installations} installations`,
        value: busy.rss,
        unit: 'MB',
        baseline: { what: 'bare node', value: bare.rss },
      },
      { what: 'connections to the API server', value: await connections(operator.pid), unit: '' },
      { what: `${installations} installations to Ready`, value: all, unit: 's' },
    ];
  } finally {
    await operator.stop();
  }
}

/**
 * Flags of the pod: a small young generation and code that is compiled late cost nothing in a process that mostly
 * waits, and save most of the memory of a burst.
 */
const POD_FLAGS = ['--max-semi-space-size=2', '--max-old-space-size=128', '--optimize-for-size'];

/** The folder of a service account that may do everything, as a pod would have it. */
async function serviceAccount(cluster: TestCluster, kubectl: Kubectl): Promise<string> {
  const folder = `${cluster.dir}/service-account`;
  await mkdir(folder);
  await kubectl.run(['create', 'serviceaccount', 'bench', '-n', 'default']);
  await kubectl.run([
    'create',
    'clusterrolebinding',
    'bench',
    '--clusterrole=cluster-admin',
    '--serviceaccount=default:bench',
  ]);
  await writeFile(
    `${folder}/token`,
    (await kubectl.run(['create', 'token', 'bench', '-n', 'default', '--duration=1h'])).trim(),
  );
  await writeFile(`${folder}/namespace`, 'default');
  await copyFile(cluster.caFile, `${folder}/ca.crt`);
  return folder;
}

async function bareNode(): Promise<{ readonly rss: number; readonly anonymous: number }> {
  const child = execFile(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  try {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    return await memory(child.pid ?? 0);
  } finally {
    child.kill();
  }
}

/** Megabytes of a process, from /proc. */
async function memory(pid: number): Promise<{ readonly rss: number; readonly anonymous: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1_024;
  return { rss: field('VmRSS'), anonymous: field('RssAnon') };
}

async function connections(pid: number): Promise<number> {
  const names = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(
    names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')),
  );
  return links.filter((link) => link.startsWith('socket:')).length;
}
