/** `metadata.managedFields` to and from sets of fields: apimachinery v0.33.13, pkg/util/managedfields. */
import type { ManagedFields } from '../../../operator/api/object.ts';
import { fromFieldsV1, pathSet, toFieldsV1, union } from './field-set.ts';
import type { FieldSet, FieldsV1 } from './field-set.ts';
import type { Managed } from './merge.ts';
import { omit } from './typed.ts';

export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly subresource?: string | undefined;
}

/** Names an entry: the same manager has one for each operation and subresource. */
export const managerKey = ({ name, operation, subresource = '' }: Manager): string =>
  `${operation}/${subresource}/${name}`;

/** Fields that nobody manages (internal/stripmeta.go). */
export const UNMANAGED: FieldSet = union(
  pathSet('f:apiVersion'),
  pathSet('f:kind'),
  pathSet('f:metadata'),
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((field) => pathSet('f:metadata', `f:${field}`)),
);

interface Entry extends ManagedFields {
  readonly apiVersion: string;
  readonly fieldsType: 'FieldsV1';
}

const keyOfEntry = ({ manager, operation, subresource }: ManagedFields): string =>
  `${operation}/${subresource ?? ''}/${manager}`;

export const decodeManaged = (entries: readonly ManagedFields[] = []): Managed =>
  new Map(
    entries.map((entry) => [keyOfEntry(entry), fromFieldsV1((entry.fieldsV1 ?? {}) as FieldsV1)]),
  );

export interface Encoding {
  readonly apiVersion: string;
  /** Entries of the stored object: times of managers that wrote nothing now are kept. */
  readonly before: readonly ManagedFields[];
  /** Key of the manager who writes now. */
  readonly writer: string;
  readonly time: string;
}

export function encodeManaged(
  managed: Managed,
  { apiVersion, before, writer, time }: Encoding,
): readonly ManagedFields[] {
  const times = new Map(before.map((entry) => [keyOfEntry(entry), entry.time]));
  const entries = [...managed].map(([key, set]): Entry => {
    const [operation = '', subresource = '', ...name] = key.split('/');
    return {
      manager: name.join('/'),
      operation: operation === 'Apply' ? 'Apply' : 'Update',
      apiVersion,
      time: key === writer ? time : (times.get(key) ?? time),
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(set),
      ...(subresource === '' ? {} : { subresource }),
    };
  });
  return entries.sort(compareEntries);
}

/** Order of internal/managedfields.go: operation, time, manager, subresource. */
function compareEntries(a: Entry, b: Entry): number {
  const order = (entry: Entry): readonly string[] => [
    entry.operation,
    entry.time ?? '',
    entry.manager,
    entry.subresource ?? '',
  ];
  const [left, right] = [order(a), order(b)];
  const at = left.findIndex((part, index) => part !== right[index]);
  if (at < 0) return 0;
  return (left[at] ?? '') < (right[at] ?? '') ? -1 : 1;
}

/** The entries as far as they tell who manages what, without times. */
export const withoutTimes = (entries: readonly ManagedFields[] = []): unknown =>
  entries.map((entry) => JSON.stringify(omit(entry, 'time'))).sort();
