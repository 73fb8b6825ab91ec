import { join } from 'node:path';
import type { Part } from './cluster.ts';
import type { Companion } from './companions.ts';

/** A port for everything that listens; kept, so that a part comes back where it was. */
export const PORT_NAMES = [
  'etcd',
  'etcd-peer',
  'apiserver',
  'controller-manager',
  'scheduler',
  'kwok',
  'metrics-server',
  'cert-manager',
] as const;
export type Ports = Readonly<Record<(typeof PORT_NAMES)[number], number>>;

export interface Layout {
  readonly dir: string;
  readonly ports: Ports;
  /** Where the API server listens. */
  readonly address: string;
}

export const pkiFolder = (dir: string): string => join(dir, 'pki');
export const auditFile = (dir: string): string => join(dir, 'audit.log');
export const auditPolicyFile = (dir: string): string => join(dir, 'audit-policy.json');
export const kwokConfigFile = (dir: string): string => join(dir, 'kwok.yaml');
export const partKubeconfig = (dir: string, part: Part): string =>
  join(dir, 'kubeconfig', `${part}.json`);

/** `ResponseComplete` alone: one event a request, when its outcome is known. */
export const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted', 'Panic'],
  rules: [{ level: 'Metadata' }],
};

/** What the control plane's binary, or kwok, is called with. */
export function parameters(part: Exclude<Part, Companion>, layout: Layout): readonly string[] {
  switch (part) {
    case 'etcd':
      return etcd(layout);
    case 'apiserver':
      return apiserver(layout);
    case 'controller-manager':
      return controllerManager(layout);
    case 'scheduler':
      return scheduler(layout);
    case 'kwok':
      return kwok(layout);
  }
}

export const LOOPBACK = '127.0.0.1';

function etcd({ dir, ports }: Layout): readonly string[] {
  const client = `http://${LOOPBACK}:${ports.etcd}`;
  const peer = `http://${LOOPBACK}:${ports['etcd-peer']}`;
  return [
    'etcd',
    `--data-dir=${join(dir, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync', // a killed process loses nothing by it, only a machine would
    '--log-level=warn',
  ];
}

function apiserver({ dir, ports, address }: Layout): readonly string[] {
  const pki = pkiFolder(dir);
  return [
    'kube-apiserver',
    `--etcd-servers=http://${LOOPBACK}:${ports.etcd}`,
    `--bind-address=${address}`,
    `--secure-port=${ports.apiserver}`,
    // A loopback address is refused in Endpoints, so the documentation's range stands for us.
    `--advertise-address=${address === LOOPBACK ? '192.0.2.1' : address}`,
    `--tls-cert-file=${pki}/serving.crt`,
    `--tls-private-key-file=${pki}/serving.key`,
    `--client-ca-file=${pki}/ca.crt`,
    `--kubelet-client-certificate=${pki}/apiserver-kubelet-client.crt`,
    `--kubelet-client-key=${pki}/apiserver-kubelet-client.key`,
    '--kubelet-preferred-address-types=InternalIP', // names of nodes are in no DNS
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${pki}/sa.pub`,
    `--service-account-signing-key-file=${pki}/sa.key`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--authorization-mode=Node,RBAC',
    '--allow-privileged=true',
    `--requestheader-client-ca-file=${pki}/front-proxy-ca.crt`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${pki}/front-proxy-client.crt`,
    `--proxy-client-key-file=${pki}/front-proxy-client.key`,
    '--enable-aggregator-routing=false',
    `--audit-policy-file=${auditPolicyFile(dir)}`,
    `--audit-log-path=${auditFile(dir)}`,
    '--audit-log-mode=blocking',
    '--audit-log-maxsize=4096',
    '--shutdown-watch-termination-grace-period=1s',
  ];
}

/** The certificates for health alone are made in memory; clients throttle far too early for us. */
function client(part: Part, { dir, ports }: Layout): readonly string[] {
  const port = part === 'scheduler' ? ports.scheduler : ports['controller-manager'];
  return [
    `--kubeconfig=${partKubeconfig(dir, part)}`,
    `--bind-address=${LOOPBACK}`,
    `--secure-port=${port}`,
    '--leader-elect=false',
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
  ];
}

function controllerManager(layout: Layout): readonly string[] {
  const pki = pkiFolder(layout.dir);
  return [
    'kube-controller-manager',
    ...client('controller-manager', layout),
    '--controllers=*',
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${pki}/sa.key`,
    `--root-ca-file=${pki}/ca.crt`,
    `--cluster-signing-cert-file=${pki}/ca.crt`,
    `--cluster-signing-key-file=${pki}/ca.key`,
    '--horizontal-pod-autoscaler-sync-period=5s',
    '--horizontal-pod-autoscaler-downscale-stabilization=10s',
    '--horizontal-pod-autoscaler-cpu-initialization-period=10s',
    '--horizontal-pod-autoscaler-initial-readiness-delay=5s',
  ];
}

const scheduler = (layout: Layout): readonly string[] => [
  'kube-scheduler',
  ...client('scheduler', layout),
];

const kwok = ({ dir, ports }: Layout): readonly string[] => [
  `--config=${kwokConfigFile(dir)}`,
  `--kubeconfig=${partKubeconfig(dir, 'kwok')}`,
  '--manage-all-nodes=false',
  '--manage-nodes-with-label-selector=type=kwok',
  `--server-address=${LOOPBACK}:${ports.kwok}`,
  '--node-lease-duration-seconds=40',
];
