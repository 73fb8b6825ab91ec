import { API_VERSION, FINALIZER, FINALIZER_MANAGER, INSTALLATION_LABEL } from '../api/group.ts';
import { KINDS, ref } from '../api/kinds.ts';
import type { KubeObject } from '../api/object.ts';
import type { Installation } from '../observe/installation.ts';
import type { Observed } from '../observe/observed.ts';
import { isApiError } from '../ports/api-error.ts';
import type { World } from './world.ts';
import { regarding } from './tell.ts';

/** How far a teardown is. */
export type Teardown =
  { readonly kind: 'done' } | { readonly kind: 'waiting'; readonly message: string };

/** Pods that do not end are not waited for longer than this many milliseconds: a dead node must not wedge the namespace. */
const PATIENCE = 300_000;
/** Kinds that hold data: kept or removed as `deletionPolicy` says, after everything that uses them is gone. */
const DATA: ReadonlySet<string> = new Set(['PersistentVolumeClaim', 'Secret']);

const resource = (
  { name, namespace, uid }: Installation,
  finalizers: readonly string[],
): KubeObject => ({
  apiVersion: API_VERSION,
  kind: 'PlaneInstallation',
  // With the UID, an apply to a resource that is gone is a conflict and never makes a new one.
  metadata: { name, namespace, uid, finalizers },
});

/** Holds the resource until its teardown is done. */
export async function hold(
  installation: Installation,
  { cluster }: Pick<World, 'cluster'>,
): Promise<void> {
  if (installation.finalizers.includes(FINALIZER)) return;
  await cluster.apply(resource(installation, [FINALIZER]), { manager: FINALIZER_MANAGER });
}

/**
 * Takes an installation down: workloads, then their pods, then data if the spec says Delete, then our hold on it.
 *
 * *Guarantees*: works when half of it is gone, and may begin anew at any step. In a namespace that is being deleted
 * our rights may go before us; then everything else goes by itself, and only our hold on the resource is let go.
 */
export async function tearDown(installation: Installation, world: World): Promise<Teardown> {
  if (!installation.finalizers.includes(FINALIZER)) return { kind: 'done' };
  try {
    return await inOrder(installation, world);
  } catch (error) {
    if (!isApiError(error, 'Forbidden') || !(await isEnding(installation, world))) throw error;
    await release(installation, world);
    return { kind: 'done' };
  }
}

/** Whether the whole namespace is being deleted. */
async function isEnding(
  { namespace }: Installation,
  { cluster }: Pick<World, 'cluster'>,
): Promise<boolean> {
  const found = await cluster.read(ref(KINDS.Namespace, namespace));
  return found?.metadata.deletionTimestamp !== undefined;
}

async function inOrder(installation: Installation, world: World): Promise<Teardown> {
  const { cluster, cache } = world;
  const children = cache.children(installation.namespace, installation.name);
  const workloads = children.filter(
    ({ kind, owner }) => owner === installation.uid && kind !== 'ControllerRevision',
  );
  await removeAll(workloads, world);

  const pods = await cluster.list(KINDS.Pod, {
    namespace: installation.namespace,
    labelSelector: `${INSTALLATION_LABEL}=${installation.name}`,
    metadataOnly: true,
  });
  if (pods.length > 0 && !isOverdue(installation, world))
    return { kind: 'waiting', message: 'waits for its pods to end' };

  const data = children.filter(({ kind, owner }) => DATA.has(kind) && owner === undefined);
  if (policyOf(installation.spec) === 'Delete') await removeAll(data, world);
  await release(installation, world);
  tell(installation, data, world);
  return { kind: 'done' };
}

async function removeAll(
  objects: readonly Observed[],
  { cluster }: Pick<World, 'cluster'>,
): Promise<void> {
  await Promise.all(
    objects
      .filter(({ deleting }) => !deleting)
      .map((object) => cluster.remove(object, { uid: object.uid })),
  );
}

async function release(
  installation: Installation,
  { cluster }: Pick<World, 'cluster'>,
): Promise<void> {
  try {
    await cluster.apply(resource(installation, []), { manager: FINALIZER_MANAGER });
  } catch (error) {
    // Somebody else let go of it first: it is gone, which is what was wanted.
    if (!isApiError(error, 'NotFound', 'Conflict', 'Invalid')) throw error;
  }
}

const isOverdue = ({ deleting }: Installation, { clock }: Pick<World, 'clock'>): boolean =>
  deleting !== undefined && clock.now() - Date.parse(deleting) > PATIENCE;

/** Reads the one field that counts now, whatever else is wrong with the spec. */
function policyOf(spec: unknown): 'Retain' | 'Delete' {
  const policy =
    typeof spec === 'object' && spec !== null
      ? (spec as Readonly<Record<string, unknown>>)['deletionPolicy']
      : undefined;
  return policy === 'Delete' ? 'Delete' : 'Retain';
}

function tell(
  installation: Installation,
  data: readonly Observed[],
  { events }: Pick<World, 'events'>,
): void {
  const kept = policyOf(installation.spec) === 'Retain' && data.length > 0;
  events.record({
    regarding: regarding(installation),
    type: 'Normal',
    reason: kept ? 'DataRetained' : 'TornDown',
    action: 'TearDown',
    note: kept
      ? `kept ${data.map(({ kind, name }) => `${kind} ${name}`).join(', ')}`
      : 'everything that belonged to it is gone',
  });
}
