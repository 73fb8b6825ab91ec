import { readFile } from 'node:fs/promises';

import { load } from 'js-yaml';

import { API_VERSION } from '../../operator/api/group.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { POLICY_NAME } from '../../operator/api/policy.ts';
import { SITE } from '../golden/cases.ts';
import { issue } from './certificate.ts';

/** What the golden cases take from the whole cluster. */
export const CLUSTER_SITE: readonly object[] = [
  {
    apiVersion: API_VERSION,
    kind: 'AirgapPolicy',
    metadata: { name: POLICY_NAME },
    spec: {
      allowedSuffixes: ['corp.example.com'],
      allowedRegistries: ['registry.corp.example.com'],
    },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'nginx' },
    spec: { controller: 'k8s.io/ingress-nginx' },
  },
  {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'plane-serving' },
    value: 1000,
  },
];

/** A namespace that admits restricted pods alone, with every Secret that a golden case may name; certificates are real ones. */
export function goldenSite(namespace: string): readonly object[] {
  const authority = issue({ commonName: 'internal', authority: true });
  const names = ['plane.corp.example.com', 'intake.corp.example.com'];
  const leaf = issue({ commonName: names[0]!, names, issuer: authority });
  const tls = { 'tls.crt': leaf.certificate, 'tls.key': leaf.key };
  const secrets: Record<string, Record<string, string>> = {
    'plane-license': { license: 'a file' },
  };
  for (const [place, value] of Object.entries(SITE)) {
    const [name = '', key = ''] = place.split(' ');
    (secrets[name] ??= {})[key] = name === 'internal-ca' ? authority.certificate : value;
  }
  const secret = (name: string, stringData: object, type = 'Opaque'): object => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type,
    stringData,
  });
  const registry = { 'registry.corp.example.com': { auth: 'cm9ib3Q6cm9ib3Q=' } };
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    },
    ...Object.entries(secrets)
      .filter(([name]) => name !== 'intake-tls')
      .map(([name, data]) => secret(name, data)),
    secret('plane-tls', tls, 'kubernetes.io/tls'),
    secret('intake-tls', tls, 'kubernetes.io/tls'),
    secret(
      'mirror',
      { '.dockerconfigjson': JSON.stringify({ auths: registry }) },
      'kubernetes.io/dockerconfigjson',
    ),
  ];
}

/** The resource of a golden case in a namespace; where it names a StorageClass, with one that is there. */
export async function goldenResource(
  title: string,
  {
    namespace,
    storageClass = 'fast',
  }: { readonly namespace: string; readonly storageClass?: string },
): Promise<KubeObject> {
  const text = await readFile(`test/golden/cases/${title}.yaml`, 'utf8');
  const resource = load(
    text.replace('className: fast', `className: ${storageClass}`),
  ) as KubeObject;
  return { ...resource, metadata: { ...resource.metadata, namespace } };
}
