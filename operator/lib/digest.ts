import { createHash } from 'node:crypto';

/** Plain data as JSON with sorted keys, so that equal data gives equal bytes. `undefined` members are left out. */
export function stableJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** Hex SHA-256 of plain data, independent of key order. */
export function digest(value: unknown): string {
  return createHash('sha256').update(stableJson(value)).digest('hex');
}

/** Hex SHA-256 of a text. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** First ten hex digits of {@link digest}: enough to name an object by its content. */
export const shortDigest = (value: unknown): string => digest(value).slice(0, 10);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
