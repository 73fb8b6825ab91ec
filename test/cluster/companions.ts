import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Api } from './api.ts';
import { type Layout, partKubeconfig } from './parts.ts';

/** What many clusters have beside Kubernetes, and ours when a test asks for it. */
export const COMPANIONS = ['metrics-server', 'cert-manager'] as const;
export type Companion = (typeof COMPANIONS)[number];

export const isCompanion = (part: string): part is Companion =>
  COMPANIONS.some((companion) => companion === part);

const LOOPBACK = '127.0.0.1';
const METRICS = '/apis/metrics.k8s.io/v1beta1';

/** What a companion's program is called with. */
export function companionParameters(
  companion: Companion,
  { dir, ports }: Layout,
): readonly string[] {
  const kubeconfig = partKubeconfig(dir, companion);
  const port = ports[companion];
  if (companion === 'cert-manager')
    return [`--kubeconfig=${kubeconfig}`, `--health-address=${LOOPBACK}:${port}`];
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    `--bind-address=${LOOPBACK}`,
    `--secure-port=${port}`,
    `--cert-dir=${join(dir, 'metrics-server')}`,
    '--metric-resolution=10s', // the least it takes
    '--kubelet-request-timeout=5s',
    // kwok answers for every kubelet, by plain HTTP.
    '--deprecated-kubelet-completely-insecure',
    '--kubelet-preferred-address-types=InternalDNS',
    `--kubelet-port=${ports.kwok}`,
  ];
}

export interface Guest {
  readonly api: Api;
  readonly place: Layout;
  /** The folder that the cache has of the companions. */
  readonly folder: string;
}

/** Creates what a companion needs before its process starts; twice does no harm. */
export async function welcome(companion: Companion, guest: Guest): Promise<void> {
  if (companion === 'cert-manager') await addCertManager(guest);
  else await addMetricsApi(guest);
}

async function addCertManager({ api, folder }: Guest): Promise<void> {
  const crds = join(folder, 'deploy', 'crds');
  for (const name of (await readdir(crds)).filter((each) => each.endsWith('.yaml'))) {
    const crd = load(await readFile(join(crds, name), 'utf8')) as object;
    await api.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', crd);
  }
  // Where Secrets of ClusterIssuers are looked for.
  await api.create('/api/v1/namespaces', namespace('cert-manager'));
}

const namespace = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
});

/** The API server finds the process by a name that stands for this machine. */
async function addMetricsApi({ api, place: { dir, ports } }: Guest): Promise<void> {
  await mkdir(join(dir, 'metrics-server'), { recursive: true });
  const [name, space] = ['metrics-server', 'kube-system'];
  await api.create(`/api/v1/namespaces/${space}/services`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { type: 'ExternalName', externalName: 'localhost' },
  });
  const services = '/apis/apiregistration.k8s.io/v1/apiservices';
  await api.delete(`${services}/v1beta1.metrics.k8s.io`); // in a kept folder it may name another port
  await api.create(services, {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: {
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true, // its certificate is of its own making
      service: { name, namespace: space, port: ports['metrics-server'] },
    },
  });
}

/** Tells whether a companion is of use: metrics-server has figures only about 20 s later. */
export async function isCompanionHealthy(
  companion: Companion,
  { ports, api }: { readonly ports: Layout['ports']; readonly api: Api },
): Promise<boolean> {
  if (companion === 'metrics-server') return (await api.get(METRICS)).code === 200;
  const signal = AbortSignal.timeout(2_000);
  return (await fetch(`http://${LOOPBACK}:${ports['cert-manager']}/healthz`, { signal })).ok;
}
