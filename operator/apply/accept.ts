import { KINDS, ref } from '../api/kinds.ts';
import type { KubeObject } from '../api/object.ts';
import { digest } from '../lib/digest.ts';
import type { Model } from '../model/model.ts';
import { childName, labels } from '../model/names.ts';
import type { Cache } from '../observe/cache.ts';
import type { AcceptedSpec } from '../preflight/accepted.ts';
import { isApiError } from '../ports/api-error.ts';
import type { Cluster } from '../ports/cluster.ts';
import { ownerReference } from './stamp.ts';

/** Part under which the record of accepted specs is labelled. */
const PART = 'accepted';
/** Records kept: the one in force and the one before. */
const KEPT = 2;

/** A record, with its place in the order of acceptance. */
export interface AcceptedRecord {
  readonly name: string;
  readonly uid: string;
  readonly revision: number;
  readonly accepted: AcceptedSpec;
}

/** What keeping the record needs. */
export interface AcceptWorld {
  readonly cluster: Cluster;
  readonly cache: Cache;
}

/** The newest record of an installation, read from the API server: the cache has no data of these. */
export async function readAccepted(
  {
    name,
    namespace,
    uid,
  }: { readonly name: string; readonly namespace: string; readonly uid: string },
  cluster: Cluster,
): Promise<AcceptedRecord | undefined> {
  const labelSelector = `airgapped.dev/installation=${name},app.kubernetes.io/component=${PART}`;
  const found = await cluster.list(KINDS.ControllerRevision, { namespace, labelSelector });
  const own = found.filter(({ metadata }) =>
    metadata.ownerReferences?.some((owner) => owner.uid === uid),
  );
  return own.map(record).sort((a, b) => b.revision - a.revision)[0];
}

/** Writes a new record when what is accepted differs from the record in force, and removes those that are no longer kept. */
export async function accept(
  model: Model,
  accepted: AcceptedSpec,
  { world, latest }: { readonly world: AcceptWorld; readonly latest: AcceptedRecord | undefined },
): Promise<AcceptedRecord> {
  if (latest !== undefined && digest(latest.accepted) === digest(accepted)) return latest;
  const revision = (latest?.revision ?? 0) + 1;
  const name = childName(model, PART, String(revision));
  const object: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      namespace: model.namespace,
      labels: labels(model, PART),
      ownerReferences: [ownerReference(model)],
    },
    revision,
    data: accepted,
  };
  const meta = await create(object, world.cluster);
  await forget(model, revision, world);
  return { name, uid: meta.metadata.uid ?? '', revision, accepted };
}

/** Creates a record; one of that name left by an interrupted pass is replaced when its content differs. */
async function create(object: KubeObject, cluster: Cluster): Promise<KubeObject> {
  try {
    return await cluster.create(object);
  } catch (error) {
    if (!isApiError(error, 'AlreadyExists')) throw error;
    await cluster.remove(
      ref(KINDS.ControllerRevision, object.metadata.name, object.metadata.namespace),
    );
    return cluster.create(object);
  }
}

async function forget(
  model: Model,
  revision: number,
  { cluster, cache }: AcceptWorld,
): Promise<void> {
  const records = cache
    .children(model.namespace, model.name)
    .filter(({ kind, part }) => kind === 'ControllerRevision' && part === PART);
  const old = records.filter(
    ({ name }) => Number(name.slice(name.lastIndexOf('-') + 1)) <= revision - KEPT,
  );
  await Promise.all(old.map((object) => cluster.remove(object, { uid: object.uid })));
}

const record = (object: KubeObject): AcceptedRecord => ({
  name: object.metadata.name,
  uid: object.metadata.uid ?? '',
  revision: Number(object['revision'] ?? 0),
  accepted: object['data'] as AcceptedSpec,
});
