import type { Finding } from '../api/finding.ts';
import { API_VERSION } from '../api/group.ts';
import { refKey } from '../api/object.ts';
import type { ObjectRef } from '../api/object.ts';
import type { ApplyOutcome, Change } from '../apply/apply.ts';
import type { Grown } from '../apply/volumes.ts';
import type { Happening } from '../ports/events.ts';
import type { Report } from '../status/report.ts';
import type { World } from './world.ts';

/** The resource that events are about. */
export interface Subject {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
}

/** Reference of the resource itself. */
export const regarding = ({ name, namespace, uid }: Subject): Happening['regarding'] => ({
  apiVersion: API_VERSION,
  kind: 'PlaneInstallation',
  namespace,
  name,
  uid,
});

/** Says which objects were changed, and who had changed what was set back. */
export function tellChanges(
  { changes, refused }: ApplyOutcome,
  subject: Subject,
  { events, log }: Pick<World, 'events' | 'log'>,
): void {
  const installation = `${subject.namespace}/${subject.name}`;
  for (const change of changes) {
    log.debug(
      { installation, object: refKey(change.ref), action: change.action },
      'object applied',
    );
    if (change.action === 'mended' && change.drift.length > 0)
      events.record(drifted(change, subject));
  }
  for (const { ref, error } of refused) {
    events.record({
      regarding: regarding(subject),
      related: ref,
      type: 'Warning',
      reason: 'ApplyRefused',
      action: 'Apply',
      note: `${refKey(ref)}: ${error.message}`,
    });
  }
}

const drifted = ({ ref, drift }: Change, subject: Subject): Happening => ({
  regarding: regarding(subject),
  related: ref,
  type: 'Normal',
  reason: 'DriftCorrected',
  action: 'Mend',
  note: `${refKey(ref)}: set back ${drift.map(({ path, manager }) => `${path} (changed by ${manager})`).join(', ')}`,
});

/** Says which claims ask for more now. */
export function tellGrown(
  grown: readonly Grown[],
  subject: Subject,
  { events }: Pick<World, 'events'>,
): void {
  for (const { ref, from, to } of grown) {
    events.record({
      regarding: regarding(subject),
      related: ref,
      type: 'Normal',
      reason: 'VolumeResizing',
      action: 'Grow',
      note: `${refKey(ref)} asks for ${to} instead of ${from}`,
    });
  }
}

/** Says that a spec is being carried out. */
export function tellAccepted(
  subject: Subject & { readonly release: { readonly version: string } },
  generation: number,
  { events }: Pick<World, 'events'>,
): void {
  events.record({
    regarding: regarding(subject),
    type: 'Normal',
    reason: 'Accepted',
    action: 'Accept',
    note: `generation ${generation}, release ${subject.release.version}, is being carried out`,
  });
}

/** Says which objects were removed because nothing wants them any more. */
export function tellPruned(
  removed: readonly ObjectRef[],
  subject: Subject,
  { events }: Pick<World, 'events'>,
): void {
  for (const ref of removed) {
    events.record({
      regarding: regarding(subject),
      related: ref,
      type: 'Normal',
      reason: 'Pruned',
      action: 'Prune',
      note: `${refKey(ref)} is no longer wanted`,
    });
  }
}

/** Says what is wrong with certificates, endpoints and the licence when status begins to say it: once for each step. */
export function tellFindings(
  subject: Subject,
  {
    before = [],
    after,
  }: {
    readonly before: readonly Pick<Finding, 'path' | 'message'>[] | undefined;
    readonly after: Report;
  },
  { events }: Pick<World, 'events'>,
): void {
  const { certificates, endpoints, license } = after;
  const told = new Set(before.map(({ path, message }) => `${path} ${message}`));
  for (const { rule, path, message, fix } of [
    ...(certificates?.findings ?? []),
    ...(endpoints?.findings ?? []),
    ...(license?.findings ?? []),
  ]) {
    if (told.has(`${path} ${message}`)) continue;
    events.record({
      regarding: regarding(subject),
      type: 'Warning',
      reason: rule,
      action: 'Inspect',
      note: `${path}: ${message}; ${fix}`,
    });
  }
}
