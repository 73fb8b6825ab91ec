import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Api } from './api.ts';

const nodeName = (index: number): string => `node-${index + 1}`;

/** Creates the nodes that kwok plays, each with the room of a large machine. */
export async function addNodes(api: Api, count: number, version: string): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await api.create('/api/v1/nodes', node(index, version));
}

function node(index: number, version: string): object {
  const room = { cpu: '64', memory: '256Gi', pods: '500', 'ephemeral-storage': '1Ti' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: nodeName(index),
      labels: {
        type: 'kwok',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': nodeName(index),
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/zone': `zone-${index + 1}`,
      },
      annotations: {
        'kwok.x-k8s.io/node': 'fake',
        // metrics-server looks here for what a kubelet would say; kwok says it for all its nodes.
        'metrics.k8s.io/resource-metrics-path': `/metrics/nodes/${nodeName(index)}/metrics/resource`,
      },
    },
    status: {
      allocatable: room,
      capacity: room,
      addresses: [
        { type: 'InternalIP', address: `10.0.0.${index + 1}` },
        { type: 'Hostname', address: nodeName(index) },
        { type: 'InternalDNS', address: 'localhost' },
      ],
      nodeInfo: {
        architecture: 'amd64',
        containerRuntimeVersion: 'containerd://2.0.0',
        kubeletVersion: `v${version}`,
        operatingSystem: 'linux',
      },
    },
  };
}

/** Creates kwok's own StorageClass, whose claims its stages provision and bind. */
export async function addStorage(api: Api, kwok: string): Promise<void> {
  const file = join(kwok, 'kustomize', 'stage', 'volume', 'fast', 'storage-class.yaml');
  const object = load(await readFile(file, 'utf8')) as { metadata: { annotations?: object } };
  const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
  object.metadata.annotations = { ...object.metadata.annotations, ...annotations };
  await api.create('/apis/storage.k8s.io/v1/storageclasses', object);
}

export async function dropLeases(api: Api, count: number): Promise<void> {
  const leases = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
  for (let index = 0; index < count; index += 1) await api.delete(`${leases}/${nodeName(index)}`);
}

interface Node {
  readonly spec: { readonly taints?: readonly { readonly key: string }[] };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** Tells whether so many nodes are ready and free of the taint of those that are not. */
export async function isReady(api: Api, count: number): Promise<boolean> {
  const answer = await api.get('/api/v1/nodes?labelSelector=type%3Dkwok');
  const { items } = JSON.parse(answer.body) as { readonly items: readonly Node[] };
  return items.filter(usable).length >= count;
}

const usable = ({ spec, status }: Node): boolean =>
  (status.conditions ?? []).some(
    ({ type, status: state }) => type === 'Ready' && state === 'True',
  ) && !(spec.taints ?? []).some(({ key }) => key === 'node.kubernetes.io/not-ready');
