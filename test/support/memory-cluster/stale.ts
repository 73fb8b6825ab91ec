import { refOf } from '../../../operator/api/object.ts';
import type { KubeObject } from '../../../operator/api/object.ts';
import { conflict, invalid, notFound, resourceOf } from './answers.ts';
import type { KindTraits } from './kinds.ts';

/** Kinds whose strategy says AllowUnconditionalUpdate() false. */
const VERSION_NEEDED = ['Lease'];
const isVersionNeeded = ({ custom }: KindTraits, { kind }: KubeObject): boolean =>
  custom !== undefined || VERSION_NEEDED.includes(kind);
/** Kinds whose strategy says AllowCreateOnUpdate() true: a replace creates what is not there. */
const CREATED_BY_REPLACE = ['Lease', 'Service'];

/** The UID is a precondition, checked even before existence (storage.Preconditions.Check). */
export function refuseStale(
  traits: KindTraits,
  object: KubeObject,
  live: KubeObject | undefined,
): void {
  const ref = refOf(object);
  const { uid, resourceVersion } = object.metadata;
  const found = live?.metadata.uid ?? '';
  if (uid !== undefined && uid !== found) {
    const key = ['/registry', resourceOf(ref).split('.')[0], ref.namespace, ref.name].join('/');
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${found}`;
    const what = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0`;
    throw conflict(ref, `${what}, AdditionalErrorMsg: ${why}`);
  }
  if (live === undefined) {
    if (!CREATED_BY_REPLACE.includes(object.kind)) throw notFound(ref);
    return;
  }
  if (resourceVersion === undefined && isVersionNeeded(traits, object)) {
    const field = 'metadata.resourceVersion';
    const message = 'Invalid value: 0x0: must be specified for an update';
    // The resource stands where the kind should: see the TODO in registry/store.go.
    const named = { ...ref, kind: resourceOf(ref).split('.')[0] ?? '' };
    throw invalid(named, [{ field, reason: 'FieldValueInvalid', message }]);
  }
}
