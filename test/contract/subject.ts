import type { Kind } from '../../operator/api/kinds.ts';
import { ref } from '../../operator/api/kinds.ts';
import type { KubeObject, ObjectMeta, ObjectRef } from '../../operator/api/object.ts';
import type { Cluster } from '../../operator/ports/cluster.ts';

/** An implementation under examination, with an existing namespace to itself. */
export interface Subject {
  readonly cluster: Cluster;
  readonly namespace: string;
  close(): Promise<void>;
}

/** What a group of the exam asks of its surroundings. */
export interface Exam {
  /** The subject, once it is open. */
  readonly subject: () => Subject;
  /** A name that no other test uses. */
  readonly fresh: () => string;
}

/** A ConfigMap of the subject's namespace. */
export const configMap = (
  { namespace }: Subject,
  name: string,
  { data, ...metadata }: Partial<ObjectMeta> & { readonly data?: Record<string, string> } = {},
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, ...metadata },
  ...(data === undefined ? {} : { data }),
});

/** The smallest Deployment that an API server takes. */
export const deployment = ({ namespace }: Subject, name: string, image: string): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image }] },
    },
  },
});

/** The reference of an object of a kind in the subject's namespace. */
export const refIn = ({ namespace }: Subject, kind: Kind, name: string): ObjectRef =>
  ref(kind, name, namespace);

/** Which fields a manager owns, as `managedFields` says; undefined when it owns none. */
export const owned = (metadata: ObjectMeta, manager: string): string | undefined => {
  const entry = metadata.managedFields?.find((fields) => fields.manager === manager);
  return entry === undefined ? undefined : JSON.stringify(entry.fieldsV1);
};
