import { kindOf } from '../api/kinds.ts';
import type { Kind } from '../api/kinds.ts';
import type { ObjectRef } from '../api/object.ts';
import { OperatorError } from '../lib/errors.ts';

/** Accept header that asks for metadata alone, of one object. */
export const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
/** Accept header that asks for metadata alone, of a list. */
export const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** The table's line for the kind of an object. Throws ERR_UNSUPPORTED_KIND. */
export function knownKind({ apiVersion, kind }: Pick<ObjectRef, 'apiVersion' | 'kind'>): Kind {
  const known = kindOf(kind);
  if (known?.apiVersion === apiVersion) return known;
  throw new OperatorError(
    'ERR_UNSUPPORTED_KIND',
    `Cannot address ${kind} of "${apiVersion}": kind is not in the table of kinds`,
  );
}

/** Path of a kind's objects: in one namespace, or in all. */
export function collectionPath(kind: Kind, namespace?: string): string {
  const { apiVersion, plural } = kind;
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  if (!kind.namespaced || namespace === undefined) return `${root}/${plural}`;
  return `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

/** Path of one object. Names keep their case: those of RBAC objects may have capitals. */
export function objectPath(ref: ObjectRef, subresource?: 'status'): string {
  const kind = knownKind(ref);
  if (kind.namespaced && ref.namespace === undefined)
    throw new OperatorError(
      'ERR_UNSUPPORTED_KIND',
      `Cannot address ${ref.kind} "${ref.name}": a namespace is needed`,
    );
  const path = `${collectionPath(kind, ref.namespace)}/${encodeURIComponent(ref.name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}

/** A path with a query; members that are undefined are left out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) params.set(name, String(value));
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}
