import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Addresses } from './namespace.ts';

export const NODE_NAME = 'real';
export const SOCKET = '/run/containerd/containerd.sock';

/** What the programs of a node read and where they write. */
export interface Site {
  readonly dir: string;
  readonly addresses: Addresses;
  readonly caFile: string;
  /** URL of the registry that stands for all others. */
  readonly registry: string;
  /** The image of a pod's sandbox. */
  readonly pause: string;
  /** Below the root of every cgroup hierarchy. */
  readonly cgroup: string;
}

/** Writes the settings of containerd, its network and the kubelet. */
export async function writeSettings(site: Site): Promise<void> {
  const { dir, registry } = site;
  const host = `server = "${registry}"\n[host."${registry}"]\n  capabilities = ["pull", "resolve"]\n`;
  await put(join(dir, 'hosts', '_default', 'hosts.toml'), host);
  await put(join(dir, 'containerd.toml'), containerd(site));
  await put(join(dir, 'cni', '10-node.conflist'), JSON.stringify(NETWORK));
  await put(join(dir, 'kubelet.json'), JSON.stringify(kubelet(site)));
  await put(join(dir, 'resolv.conf'), '');
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, text);
}

const containerd = ({ dir, pause }: Site): string => `version = 2
root = "${dir}/containerd"
state = "/run/containerd"
[grpc]
  address = "${SOCKET}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${dir}/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pause}"
  # Without CAP_SYS_RESOURCE runc may not lower a score, and says only "EOF".
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${dir}/cni"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${dir}/hosts"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
`;

const POD_NETWORK = '10.244.0.0/24';

const NETWORK = {
  cniVersion: '0.4.0',
  name: 'node',
  plugins: [
    {
      type: 'bridge',
      bridge: 'cni0',
      isGateway: true,
      hairpinMode: true,
      ipam: {
        type: 'host-local',
        ranges: [[{ subnet: POD_NETWORK }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
  ],
};

const kubelet = ({ dir, caFile, addresses, cgroup }: Site): object => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  address: addresses.node,
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: caFile },
  },
  authorization: { mode: 'Webhook' },
  cgroupDriver: 'cgroupfs',
  cgroupRoot: cgroup,
  clusterDNS: ['10.96.0.10'],
  clusterDomain: 'cluster.local',
  containerRuntimeEndpoint: `unix://${SOCKET}`,
  failCgroupV1: false,
  failSwapOn: false,
  // The machine's disk is not the node's affair.
  evictionHard: { 'nodefs.available': '0%', 'imagefs.available': '0%', 'nodefs.inodesFree': '0%' },
  imageGCHighThresholdPercent: 100,
  resolvConf: `${dir}/resolv.conf`,
  registerWithTaints: [],
  shutdownGracePeriod: '0s',
});

/** What the programs are called with, in the order in which they start. */
export function commands(
  { dir, addresses }: Site,
  { binary, kubelet: asKubelet, proxy }: Record<'binary' | 'kubelet' | 'proxy', string>,
): Readonly<Record<'containerd' | 'kubelet' | 'kube-proxy', readonly string[]>> {
  return {
    containerd: ['containerd', '--config', `${dir}/containerd.toml`],
    kubelet: [
      binary,
      'kubelet',
      `--config=${dir}/kubelet.json`,
      `--kubeconfig=${asKubelet}`,
      `--hostname-override=${NODE_NAME}`,
      `--node-ip=${addresses.node}`,
      `--root-dir=/var/lib/kubelet`,
      `--cert-dir=/var/lib/kubelet/pki`,
    ],
    'kube-proxy': [
      binary,
      'kube-proxy',
      `--kubeconfig=${proxy}`,
      `--hostname-override=${NODE_NAME}`,
      '--proxy-mode=nftables',
      `--cluster-cidr=${POD_NETWORK}`,
      // Pods on one bridge answer each other directly, past what rewrote the address.
      '--masquerade-all',
      '--conntrack-max-per-core=0',
      '--conntrack-min=0',
      '--conntrack-tcp-timeout-established=0',
      '--conntrack-tcp-timeout-close-wait=0',
    ],
  };
}
