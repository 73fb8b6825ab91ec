import { isRecord } from './typed.ts';

/** The value with a JSON merge patch laid over it: `null` removes, lists are replaced (RFC 7386). */
export function mergePatch(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const before = isRecord(value) ? value : {};
  const changed = Object.entries(patch).map(
    ([key, member]) => [key, member === null ? null : mergePatch(before[key], member)] as const,
  );
  const merged = Object.entries({ ...before, ...Object.fromEntries(changed) });
  return Object.fromEntries(merged.filter(([, member]) => member !== null));
}
