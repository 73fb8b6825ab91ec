import type { Finding } from '../api/finding.ts';
import { kindOf } from '../api/kinds.ts';
import { refKey, refOf } from '../api/object.ts';
import { FIELD_MANAGER, INSTALLATION_LABEL, MANAGED_BY } from '../api/group.ts';
import type { Cache } from '../observe/cache.ts';
import { writers } from '../observe/managed.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { KubeObject } from '../api/object.ts';
import type { Desired } from './stamp.ts';

/**
 * Objects of the names that we need that belong to somebody else: never taken over in silence.
 *
 * Asks once for each kind of which an object is neither in the cache nor in `cleared`, and adds what is free to it.
 */
export async function foreignObjects(
  desired: readonly Desired[],
  {
    cluster,
    cache,
    cleared,
  }: { readonly cluster: Cluster; readonly cache: Cache; readonly cleared: Set<string> },
): Promise<readonly Finding[]> {
  const unknown = desired.filter(
    ({ object }) =>
      !cleared.has(refKey(refOf(object))) &&
      cache.get(refOf(object))?.installation !== object.metadata.labels?.[INSTALLATION_LABEL],
  );
  const kinds = new Set(unknown.map(({ object }) => object.kind));
  const present = new Map<string, KubeObject>();
  await Promise.all(
    [...kinds].map(async (name) => {
      const kind = kindOf(name);
      const namespace = unknown[0]?.object.metadata.namespace;
      if (kind === undefined || namespace === undefined) return;
      for (const object of await cluster.list(kind, { namespace, metadataOnly: true })) {
        present.set(refKey(refOf({ ...object, kind: name, apiVersion: kind.apiVersion })), object);
      }
    }),
  );
  const findings = unknown.flatMap((item) => judge(item, present.get(refKey(refOf(item.object)))));
  if (findings.length === 0) for (const { object } of unknown) cleared.add(refKey(refOf(object)));
  return findings;
}

function judge({ object }: Desired, found: KubeObject | undefined): readonly Finding[] {
  if (found === undefined || isOurs(found, object)) return [];
  return [
    {
      severity: 'wait',
      rule: 'ForeignObject',
      path: 'metadata.name',
      message: `${object.kind} "${object.metadata.name}" exists and belongs to ${managers(found)}`,
      fix: 'remove or rename it, or give the installation another name',
    },
  ];
}

const isOurs = (found: KubeObject, wanted: KubeObject): boolean =>
  found.metadata.labels?.['app.kubernetes.io/managed-by'] === MANAGED_BY &&
  found.metadata.labels[INSTALLATION_LABEL] === wanted.metadata.labels?.[INSTALLATION_LABEL];

const managers = (found: KubeObject): string =>
  [...new Set(writers(found).map(({ manager }) => manager))]
    .filter((manager) => manager !== FIELD_MANAGER)
    .sort()
    .join(', ') || 'somebody else';
