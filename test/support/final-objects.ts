import type { KubeObject } from '../../operator/api/object.ts';
import type { Kubectl } from './kubectl.ts';

const KINDS =
  'deployments,statefulsets,jobs,services,ingresses,configmaps,secrets,serviceaccounts,persistentvolumeclaims';

/**
 * What an installation came to, without what differs from run to run: UIDs, times, content digests in names
 * (they follow from generated keys) and the keys themselves.
 */
export async function finalObjects(kubectl: Kubectl, namespace: string): Promise<string[]> {
  const { items } = (await kubectl.get<{ items: KubeObject[] }>([
    '-n',
    namespace,
    KINDS,
    '-l',
    'app.kubernetes.io/managed-by=plane-operator',
  ]))!;
  return items.map((object) => normalized(object, namespace)).sort();
}

function normalized({ kind, metadata, ...rest }: KubeObject, namespace: string): string {
  const content = ['spec', 'data', 'immutable', 'type', 'imagePullSecrets'].map((member) => [
    member,
    kind === 'Secret' && member === 'data' ? Object.keys(rest['data'] ?? {}) : rest[member],
  ]);
  const text = JSON.stringify([
    kind,
    metadata.name,
    metadata.labels,
    metadata.ownerReferences?.map((owner) => owner.name),
    content,
  ]);
  return text
    .replaceAll(namespace, 'NAMESPACE')
    .replaceAll(/-[0-9a-f]{10}(?=["-])/g, '-DIGEST')
    .replaceAll(/[0-9a-f]{64}/g, 'SHA256')
    .replaceAll(
      /"(clusterIPs?|volumeName|uid|batch\.kubernetes\.io\/controller-uid|controller-uid)":("[^"]*"|\[[^\]]*\])/g,
      '"$1":""',
    );
}
