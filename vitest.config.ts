import { defineConfig } from 'vitest/config';

/** Tests that need no cluster: what `npm run check` runs. */
const UNIT = ['unit', 'golden', 'architecture', 'flow', 'chart'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);
/** Tests on real API servers of the minors in PLANE_TEST_MINORS. */
const CLUSTER = ['cluster', 'crd', 'gap', 'kube', 'node', 'story'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);
const REAL_CONTRACT = 'test/contract/**/real*.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [...UNIT, 'test/contract/**/*.test.ts'],
          exclude: [REAL_CONTRACT],
          // A hung test ends; a busy machine is no failure.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'cluster',
          include: [...CLUSTER, REAL_CONTRACT],
          testTimeout: 120_000,
          // The first one to come builds the control plane, when nobody has yet.
          hookTimeout: 1_800_000,
          // Each file has control planes of its own and waits for them half of the time; more than two starve each other on two cores.
          maxWorkers: 2,
        },
      },
    ],
  },
});
