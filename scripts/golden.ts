// Rewrites the golden files; the diff is part of the review. Usage: node scripts/golden.ts
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  'vitest',
  ['run', '--project', 'unit', '--update', '--passWithNoTests', 'test/golden'],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
