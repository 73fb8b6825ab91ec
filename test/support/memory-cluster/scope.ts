/** What one write may touch: the object without its status, or the status alone. */
import type { KubeObject, ObjectMeta } from '../../../operator/api/object.ts';
import { countsForGeneration } from './decode.ts';
import { without } from './field-set.ts';
import type { FieldSet } from './field-set.ts';
import type { KindTraits } from './kinds.ts';
import { memberType } from './schema.ts';
import type { Type } from './schema.ts';
import { isRecord, omit } from './typed.ts';
import type { Write } from './writer.ts';

/** A write to the object leaves its status alone; a write to the status leaves everything else alone. */
export function scoped({ traits, live, object, subresource }: Write): KubeObject {
  if (!traits.hasStatus) return object;
  const { status: written, ...rest } = object;
  const { status: stored, ...others } = live ?? { status: undefined };
  const [base, status] =
    subresource === 'status'
      ? [{ ...others, metadata: statusMetadata(traits, object, live) }, written]
      : [rest, stored];
  return { ...base, ...(status === undefined ? {} : { status }) } as KubeObject;
}

/** The status of a built-in kind takes metadata with it, except labels: controllers annotate by it. */
function statusMetadata(
  { custom }: KindTraits,
  { metadata }: KubeObject,
  live: KubeObject | undefined,
): ObjectMeta {
  const kept = live?.metadata ?? metadata;
  if (custom !== undefined) return { ...kept, ...pick(metadata, 'resourceVersion') };
  return { ...omit(metadata, 'labels'), ...pick(kept, 'labels') };
}

const pick = (metadata: ObjectMeta, key: 'labels' | 'resourceVersion'): Partial<ObjectMeta> =>
  metadata[key] === undefined ? {} : { [key]: metadata[key] };

/** What an endpoint may own: GetResetFields of the strategies. */
export function filterOf(
  { hasStatus, custom }: KindTraits,
  subresource: 'status' | undefined,
): (set: FieldSet) => FieldSet {
  // A custom kind's metadata is written down as managed there, though it is not changed.
  const labels = custom === undefined ? [['f:metadata', 'f:labels']] : [];
  if (subresource === 'status') return (set) => without(set, [['f:spec'], ...labels]);
  return hasStatus ? (set) => without(set, [['f:status']]) : (set) => set;
}

/** System fields of an old object cannot be changed (rest/update.go, BeforeUpdate). */
export function aged(
  object: KubeObject,
  live: KubeObject,
  { traits, subresource, object: wanted }: Write,
): KubeObject {
  const { uid, creationTimestamp, deletionTimestamp, generation, resourceVersion } = live.metadata;
  const counts =
    subresource === undefined &&
    (countsForGeneration(traits, live, object) || hasGoneEmpty(traits, wanted));
  const metadata = {
    ...object.metadata,
    uid: object.metadata.uid ?? uid,
    creationTimestamp,
    deletionTimestamp,
    resourceVersion,
    generation: generation === undefined ? undefined : generation + Number(counts),
  };
  const known = Object.entries(metadata).filter(([, value]) => value !== undefined);
  const kept = object.kind === 'Service' ? allocated(object, live) : object;
  return { ...kept, metadata: Object.fromEntries(known) as unknown as ObjectMeta };
}

/**
 * The strategy of NetworkPolicy alone compares with reflect.DeepEqual, to which an empty list that is
 * sent differs from the absent one that is stored: every such apply counts as a change.
 */
const hasGoneEmpty = ({ type }: KindTraits, { kind, spec }: KubeObject): boolean =>
  kind === 'NetworkPolicy' &&
  hasEmpty(memberType(type, 'spec') ?? type, omit(isRecord(spec) ? spec : {}, 'policyTypes'));

function hasEmpty(type: Type, value: unknown): boolean {
  if (Array.isArray(value)) {
    const of = type.shape === 'list' ? type.of : UNKNOWN;
    return value.length === 0 || value.some((item) => hasEmpty(of, item));
  }
  if (!isRecord(value)) return false;
  const members = Object.entries(value);
  if (type.shape === 'map' && members.length === 0) return true;
  return members.some(([key, member]) => hasEmpty(memberType(type, key) ?? UNKNOWN, member));
}

const UNKNOWN: Type = { shape: 'any' };

/** What a Service was given stays when a replace leaves it out (core/service/storage, patchAllocatedValues). */
function allocated(object: KubeObject, live: KubeObject): KubeObject {
  const [old, now] = [live['spec'], object['spec']];
  if (!isRecord(old) || !isRecord(now) || now['type'] === 'ExternalName') return object;
  const { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy } = old;
  const given = { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy };
  return { ...object, spec: { ...given, ...now } };
}
