/** Numbers of a release `v1.2.3`; the schema has checked its shape. */
const numbers = (version: string): readonly number[] => version.slice(1).split('.').map(Number);

/** Orders two releases: negative when `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
