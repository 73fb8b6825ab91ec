/** Asks again until the answer is there; fails with the last complaint after the given seconds. */
export async function eventually<T>(
  ask: () => Promise<T | undefined>,
  { seconds = 30, what }: { readonly seconds?: number; readonly what: string },
): Promise<T> {
  const end = performance.now() + seconds * 1_000;
  let last: unknown;
  while (performance.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(
    `Waited ${seconds} s in vain for ${what}${last instanceof Error ? `: ${last.message}` : ''}`,
  );
}
