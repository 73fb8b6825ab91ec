/** Numbers in [0, 1) from a seed: small, repeatable, and good enough to scatter moments and faults. */
export function* seeded(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

/** The seed of this run: PLANE_TEST_SEED, or the time's. */
export const SEED = Number(process.env['PLANE_TEST_SEED'] ?? Date.now() % 1_000_000);
