import type { PartState } from '../apply/gates.ts';
import type { AcceptedRecord } from '../apply/accept.ts';
import type { Cache } from '../observe/cache.ts';
import type { Observed } from '../observe/observed.ts';
import type { Tended } from '../status/report.ts';

/** What the cache shows of an accepted spec, without rendering it again. */
export function seen(
  { accepted }: AcceptedRecord,
  {
    namespace,
    name,
    uid,
  }: { readonly namespace: string; readonly name: string; readonly uid: string },
  cache: Cache,
): Tended {
  const wanted = accepted.inventory.map((ref) => ({ ref, observed: cache.get(ref) }));
  const children = cache
    .children(namespace, name)
    .filter(({ owner, kind }) => owner === uid && kind !== 'ControllerRevision');
  const parts = [...new Set(children.flatMap(({ part }) => part ?? []))].sort();
  const gone = wanted.filter(({ observed }) => observed === undefined).length;
  return {
    generation: accepted.generation,
    version: accepted.spec.version,
    parts: parts
      .map((part) =>
        partSeen(
          part,
          children.filter((child) => child.part === part),
        ),
      )
      .concat(gone === 0 ? [] : [absent]),
    inventory: accepted.inventory,
    licensed: accepted.spec.license !== undefined,
  };
}

const absent: PartState = {
  name: 'missing',
  state: 'Failed',
  waitsFor: [],
  message: 'objects of the accepted spec are gone and cannot be made again now',
  kind: undefined,
  pods: undefined,
};

function partSeen(name: string, objects: readonly Observed[]): PartState {
  const workload =
    objects.find(({ health }) => health.pods !== undefined) ??
    objects.find(({ kind }) => kind === 'Job');
  const worst =
    objects.find(({ health }) => health.state === 'failed') ??
    objects.find(({ health }) => health.state !== 'ready');
  return {
    name,
    kind: workload?.kind,
    pods: workload?.health.pods,
    waitsFor: [],
    state:
      worst === undefined ? 'Ready' : worst.health.state === 'failed' ? 'Failed' : 'Progressing',
    message: worst === undefined ? '' : `${worst.kind}: ${worst.health.message}`,
  };
}
