// The one gate: types, lint, format, unit, golden and architecture tests, generated files in step. Usage: npm run check
import { OUTPUT, runStep } from './steps.ts';
import type { Step, StepResult } from './steps.ts';

const REPORT = `${OUTPUT}/unit.json`;

/** Steps of the gate, the longest first. */
export const GATE: readonly Step[] = [
  { name: 'lint', command: ['eslint', '--max-warnings', '0', '.'] },
  {
    name: 'unit, golden, architecture',
    command: [
      'vitest',
      'run',
      '--project',
      'unit',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${REPORT}`,
    ],
    report: REPORT,
  },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'generated files', command: ['node', 'scripts/generate.ts', '--check'] },
];

/** Steps that run at once: lint, types and tests each keep one core busy. */
const LANES = 2;

/** Runs all steps, a few at a time, and reports in the order in which they end. */
export async function runGate(steps: readonly Step[]): Promise<readonly StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
      results.push(await runStep(step));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

if (import.meta.main) {
  const began = performance.now();
  const results = await runGate(GATE);
  const failed = results.filter((result) => result.failed > 0).map(({ name }) => name);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(
    failed.length === 0
      ? `All ${results.length} steps passed in ${seconds} s\n`
      : `Failed in ${seconds} s: ${failed.join('; ')}\n`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}
