// Everything that CI checks: the gate, then real API servers. Usage: node scripts/suite.ts [--long]
import { rm } from 'node:fs/promises';

import { GATE } from './check.ts';
import { OUTPUT, runStep } from './steps.ts';
import type { Step, StepResult } from './steps.ts';

const long = process.argv.includes('--long');

/** vitest over one project of vitest.config.ts on the API servers of some Kubernetes versions. */
const vitest = (name: string, project: string, minors: string): Step => {
  const report = `${OUTPUT}/${name.replaceAll(/[^a-z0-9.]+/gi, '-')}.json`;
  return {
    name,
    command: [
      'vitest',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${report}`,
    ],
    env: { PLANE_TEST_MINORS: minors, ...(long ? { PLANE_TEST_LONG: '1' } : {}) },
    report,
  };
};

const STEPS: readonly Step[] = [
  ...GATE.map((step) => (long ? { ...step, env: { ...step.env, PLANE_TEST_LONG: '1' } } : step)),
  {
    name: 'build test clusters',
    command: ['node', 'test/cluster/cli.ts', 'build', '1.33', '1.32', '1.31'],
  },
  vitest('real API servers', 'cluster', '1.33,1.32,1.31'),
];

await rm(OUTPUT, { recursive: true, force: true });
const results: StepResult[] = [];
for (const step of STEPS) results.push(await runStep(step));

const line = (seconds: number, name: string): string =>
  `${seconds.toFixed(1).padStart(8)} s  ${name}\n`;
process.stdout.write('\nWhere the time went:\n');
for (const { name, seconds, files } of [...results].sort((a, b) => b.seconds - a.seconds)) {
  process.stdout.write(line(seconds, name));
  const slow = Object.entries(files).filter(([, spent]) => spent >= 20);
  for (const [file, spent] of slow.sort(([, a], [, b]) => b - a))
    process.stdout.write(line(spent, `  ${file}`));
}
const total = (member: 'passed' | 'failed' | 'skipped'): number =>
  results.reduce((sum, result) => sum + result[member], 0);
process.stdout.write(
  `\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped\n`,
);
process.exitCode = total('failed') === 0 ? 0 : 1;
