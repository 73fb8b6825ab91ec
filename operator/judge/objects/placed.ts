import type { Placed } from '../rule.ts';
import { allow, at } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';

export type { Placed };

/** Members of an object; none for everything else. */
export type Members = Readonly<Record<string, unknown>>;

/** The members of a value; none when it is no object. */
export const members = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};

/** The entries of a value; none when it is no list. */
export const entries = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];

/** A text, or nothing when there is none. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** Members along a path. */
export const dig = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce((inner, name) => members(inner)[name], value);

/** The first refusal, with its path in front; that nothing is dialled, when there is none. */
export function worst(placed: Iterable<Placed>): Verdict {
  let allowed: Verdict | undefined;
  for (const { path, verdict } of placed) {
    if (verdict.verdict === 'refuse') return at(path, verdict);
    if (allowed === undefined || allowed.reason === 'NoEndpoint') allowed = verdict;
  }
  return allowed ?? allow('NoEndpoint', '');
}
