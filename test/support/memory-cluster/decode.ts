/** An object as the API server holds it after decoding: strict at the door, defaulted inside. */
import { isDeepStrictEqual } from 'node:util';

import type { KubeObject, ObjectMeta, ObjectRef } from '../../../operator/api/object.ts';
import type { ApiError } from '../../../operator/ports/api-error.ts';
import { badRequest, unknownFailure } from './answers.ts';
import { withDefaults } from './crd.ts';
import type { KindTraits } from './kinds.ts';
import { normalise, withoutNulls } from './normalise.ts';
import { memberType } from './schema.ts';
import { typeProblems } from './strict.ts';
import { isRecord, omit } from './typed.ts';
import type { Fields } from './typed.ts';

export function decode(traits: KindTraits, object: KubeObject): KubeObject {
  const whole = object.kind === 'Secret' ? withData(object) : object;
  if (traits.custom === undefined) return normalise(traits.type, whole) as KubeObject;
  const metadata = memberType(traits.type, 'metadata') ?? { shape: 'any' };
  const filled = withDefaults(traits.custom.schema, withoutNulls(whole)) as KubeObject;
  return { ...filled, metadata: normalise(metadata, filled.metadata) as ObjectMeta };
}

/** `stringData` is written into `data` and never comes back (core/v1/conversion.go). */
function withData(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object;
  if (!isRecord(stringData)) return object;
  const encoded = Object.entries(stringData).map(
    ([key, value]) => [key, Buffer.from(String(value), 'utf8').toString('base64')] as const,
  );
  const data = isRecord(object['data']) ? object['data'] : {};
  return { ...rest, data: { ...data, ...Object.fromEntries(encoded) } };
}

/**
 * What apply says to a field that does not fit: the conversion to a typed object fails with a plain
 * error, so the answer is a 500 without a reason (structuredmerge.go, patch.go).
 */
export function applyTypeError(
  { type }: KindTraits,
  object: KubeObject,
  { apiVersion, kind, namespace = '', name }: ObjectRef,
): ApiError | undefined {
  const problems = typeProblems(type, object);
  if (problems.length === 0) return undefined;
  // The walk over a map ends at its first unknown field, in Go's random order.
  const first = (at: number): boolean => {
    const parent = parentOf(problems[at]?.path ?? '');
    const before = problems.slice(0, at);
    return !before.some(({ isUnknown, path }) => isUnknown && parentOf(path) === parent);
  };
  const told = problems.filter(({ isUnknown }, at) => !isUnknown || first(at));
  const lines = told.map(({ path, message }) => `${path}: ${message}`);
  const text = lines.length === 1 ? (lines[0] ?? '') : ['errors:', ...lines].join('\n  ');
  const version = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
  const subject = `${namespace}/${name}; ${version}, Kind=${kind}`;
  return unknownFailure(`failed to create typed patch object (${subject}): ${text}`);
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('.'));

/** What create and replace say with `fieldValidation=Strict` (apiserver, create.go and update.go). */
export function decodeError(
  { type }: KindTraits,
  object: KubeObject,
  { apiVersion, kind }: ObjectRef,
): ApiError | undefined {
  const problems = typeProblems(type, object);
  if (problems.length === 0) return undefined;
  const unknown = problems.filter(({ isUnknown }) => isUnknown);
  const version = apiVersion.split('/').at(-1) ?? '';
  const subject = `${kind} in version "${version}" cannot be handled as a ${kind}`;
  if (unknown.length < problems.length) {
    const wrong = problems.find(({ isUnknown }) => !isUnknown);
    // The decoder of Go words this differently for every type; only the beginning is kept.
    return badRequest(
      `${subject}: json: cannot unmarshal ${wrong?.decoderPath ?? ''}: ${wrong?.message ?? ''}`,
    );
  }
  const told = unknown.map(({ decoderPath }) => `unknown field "${decoderPath}"`).join(', ');
  return badRequest(`${subject}: strict decoding error: ${told}`);
}

/** Whether a change counts for `metadata.generation`. */
export function countsForGeneration(
  { generation }: KindTraits,
  old: KubeObject,
  now: KubeObject,
): boolean {
  const differs = (read: (object: KubeObject) => unknown): boolean =>
    !isDeepStrictEqual(read(old), read(now));
  switch (generation) {
    case 'none':
      return false;
    case 'spec':
      return differs(({ spec }) => spec);
    case 'spec-and-annotations':
      return differs(({ spec }) => spec) || differs(({ metadata }) => metadata.annotations);
    case 'all-but-status':
      return differs(content);
  }
}

const content = (object: KubeObject): Fields => omit<Fields, string>(object, 'metadata', 'status');
