import { KINDS } from '../api/kinds.ts';
import type { Kind } from '../api/kinds.ts';
import { POLICY_NAME } from '../api/policy.ts';
import { refKey } from '../api/object.ts';
import type { KubeObject } from '../api/object.ts';
import type { Cluster } from '../ports/cluster.ts';
import { projectPolicy } from './cache.ts';
import { projectInstallation } from './installation.ts';
import type { Cache } from './cache.ts';
import { projectClass } from './class.ts';
import { observe } from './observed.ts';

/** What a preflight reads, listed once: installations, claims and Secrets (metadata only) of a namespace, classes and the policy. */
export async function snapshot(cluster: Cluster, namespace: string): Promise<Cache> {
  const list = async (kind: Kind, metadataOnly: boolean): Promise<readonly KubeObject[]> => {
    const objects = await cluster.list(kind, {
      ...(kind.namespaced ? { namespace } : {}),
      metadataOnly,
    });
    return objects.map((object) => ({ ...object, apiVersion: kind.apiVersion, kind: kind.kind }));
  };
  const [installations, secrets, claims, StorageClass, IngressClass, PriorityClass, policies] =
    await Promise.all([
      list(KINDS.PlaneInstallation, false),
      list(KINDS.Secret, true),
      list(KINDS.PersistentVolumeClaim, false),
      list(KINDS.StorageClass, false),
      list(KINDS.IngressClass, true),
      list(KINDS.PriorityClass, true),
      list(KINDS.AirgapPolicy, false),
    ]);
  const classes = { StorageClass, IngressClass, PriorityClass };
  const seen = new Map([...secrets, ...claims].map(observe).map((child) => [refKey(child), child]));
  const installed = installations.map(projectInstallation);
  return {
    installation: (_, name) => installed.find((installation) => installation.name === name),
    installations: () => installed,
    get: (ref) => seen.get(refKey(ref)),
    children: () => [],
    pods: () => [],
    classes: (kind) => classes[kind].map(projectClass),
    policy: () => {
      const policy = policies.find(({ metadata }) => metadata.name === POLICY_NAME);
      return policy === undefined ? undefined : projectPolicy(policy);
    },
    issuer: () => undefined,
    newest: () => undefined,
  };
}
