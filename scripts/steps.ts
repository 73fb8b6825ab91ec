import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { relative } from 'node:path';

/** What one step of a script came to. */
export interface StepResult {
  readonly name: string;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Seconds of each test file, from its first test to the end of its last; none for a plain command. */
  readonly files: Readonly<Record<string, number>>;
}

/** A step: a command whose exit status counts, or a vitest run whose tests count. */
export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** vitest writes its JSON report here; its tests are counted instead of the exit status. */
  readonly report?: string;
}

/** Folder of logs and reports; not kept in git. */
export const OUTPUT = 'dist/test';

/** Runs a step with its output in a log; prints a line when it ends, and the end of the log when it failed. */
export async function runStep(step: Step): Promise<StepResult> {
  await mkdir(OUTPUT, { recursive: true });
  const log = `${OUTPUT}/${step.name.replaceAll(/[^a-z0-9.]+/gi, '-')}.log`;
  const began = performance.now();
  const waiting = setInterval(() => {
    process.stdout.write(`  ... ${step.name}: ${seconds(began)} s so far (${log})\n`);
  }, 60_000);
  const status = await spawned(step, log);
  clearInterval(waiting);
  const counts = await count(step, status);
  const result = { name: step.name, seconds: seconds(began), ...counts };
  process.stdout.write(
    `${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${result.seconds} s): ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
  );
  if (counts.failed > 0) process.stdout.write(`${(await readFile(log, 'utf8')).slice(-8_000)}\n`);
  return result;
}

const seconds = (began: number): number => Math.round((performance.now() - began) / 100) / 10;

function spawned({ command: [program, ...rest], env }: Step, log: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const file = createWriteStream(log);
    const child = spawn(program, rest, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pipe(file, { end: false });
    child.stderr.pipe(file, { end: false });
    child.on('error', reject);
    child.on('close', (code) => {
      file.end(() => {
        resolve(code ?? 1);
      });
    });
  });
}

type Counts = Pick<StepResult, 'passed' | 'failed' | 'skipped' | 'files'>;

async function count({ report }: Step, status: number): Promise<Counts> {
  if (report === undefined)
    return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0, files: {} };
  const counted = await readReport(report).catch(() => NOTHING_READ);
  // A run that failed without a failing test failed all the same.
  return counted.failed === 0 && status !== 0 ? { ...counted, failed: 1 } : counted;
}

const NOTHING_READ: Counts = { passed: 0, failed: 1, skipped: 0, files: {} };

/** What we read of vitest's JSON report; times in milliseconds since 1970. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
  }[];
}

async function readReport(report: string): Promise<Counts> {
  const read = JSON.parse(await readFile(report, 'utf8')) as Report;
  return {
    passed: read.numPassedTests,
    failed: read.numFailedTests,
    skipped: read.numPendingTests,
    files: Object.fromEntries(
      read.testResults.map(({ name, startTime, endTime }) => [
        relative('.', name),
        Math.round((endTime - startTime) / 100) / 10,
      ]),
    ),
  };
}
