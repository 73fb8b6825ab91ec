/** Refusals in the words of the API server (k8s.io/apimachinery v0.33.13, pkg/api/errors/errors.go). */
import { kindOf } from '../../../operator/api/kinds.ts';
import type { ObjectRef } from '../../../operator/api/object.ts';
import { ApiError } from '../../../operator/ports/api-error.ts';
import type { Cause } from '../../../operator/ports/api-error.ts';

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
const qualified = (name: string, apiVersion: string): string =>
  [name, groupOf(apiVersion)].filter((part) => part !== '').join('.');

/** `deployments.apps` */
export const resourceOf = ({ apiVersion, kind }: ObjectRef): string =>
  qualified(kindOf(kind)?.plural ?? `${kind.toLowerCase()}s`, apiVersion);
/** `Deployment.apps` */
const kindName = ({ apiVersion, kind }: ObjectRef): string => qualified(kind, apiVersion);

export const notFound = (ref: ObjectRef): ApiError =>
  new ApiError({
    code: 404,
    reason: 'NotFound',
    message: `${resourceOf(ref)} "${ref.name}" not found`,
  });

export const alreadyExists = (ref: ObjectRef): ApiError =>
  new ApiError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${resourceOf(ref)} "${ref.name}" already exists`,
  });

export const conflict = (ref: ObjectRef, why: string): ApiError =>
  new ApiError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${resourceOf(ref)} "${ref.name}": ${why}`,
  });

/** A precondition of a DELETE names the kind where the others name the resource (rest/delete.go). */
export const deleteConflict = (ref: ObjectRef, why: string): ApiError =>
  new ApiError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${kindName(ref)} "${ref.name}": ${why}`,
  });

export const badRequest = (message: string): ApiError =>
  new ApiError({ code: 400, reason: 'BadRequest', message });

/** A plain Go error that no handler has given a reason (status.go, ErrorToAPIStatus). */
export const unknownFailure = (message: string): ApiError =>
  new ApiError({ code: 500, reason: '', message });

export const forbidden = (ref: ObjectRef, why: string, causes: readonly Cause[] = []): ApiError =>
  new ApiError({
    code: 403,
    reason: 'Forbidden',
    message: `${resourceOf(ref)} "${ref.name}" is forbidden: ${why}`,
    causes,
  });

export type FieldProblem = Required<Cause>;

/** A `map[string]string`, which messages show as Go writes it. */
export class GoMap {
  readonly entries: Readonly<Record<string, unknown>>;

  constructor(entries: Readonly<Record<string, unknown>>) {
    this.entries = entries;
  }
}

/** Structs are shown as JSON here; Go prints its own notation with every field. */
function shown(value: unknown): string {
  if (Array.isArray(value))
    return `[]string{${value.map((item) => JSON.stringify(item)).join(', ')}}`;
  if (!(value instanceof GoMap)) return JSON.stringify(value ?? null);
  const entries = Object.entries(value.entries).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return 'map[string]string(nil)';
  const pairs = entries.map(([key, member]) => `${JSON.stringify(key)}:${JSON.stringify(member)}`);
  return `map[string]string{${pairs.join(', ')}}`;
}

/** `field.Invalid`: long values are cut only by kubectl, so they are told in full here. */
export const invalidValue = (field: string, value: unknown, why: string): FieldProblem => ({
  field,
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${shown(value)}: ${why}`,
});
export const forbiddenField = (field: string, why: string): FieldProblem => ({
  field,
  reason: 'FieldValueForbidden',
  message: `Forbidden: ${why}`,
});
export const requiredField = (field: string, why = ''): FieldProblem => ({
  field,
  reason: 'FieldValueRequired',
  message: why === '' ? 'Required value' : `Required value: ${why}`,
});

export function invalid(ref: ObjectRef, problems: readonly FieldProblem[]): ApiError {
  // The message tells each problem once, the causes as often as it was found.
  const lines = [...new Set(problems.map(({ field, message }) => `${field}: ${message}`))];
  const all = lines.length === 1 ? (lines[0] ?? '') : `[${lines.join(', ')}]`;
  return new ApiError({
    code: 422,
    reason: 'Invalid',
    message: `${kindName(ref)} "${ref.name}" is invalid: ${all}`,
    causes: problems,
  });
}
