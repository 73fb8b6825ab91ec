import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const LIMIT_MS = 600_000;

/** Runs a program to its end; fails with what it said. */
export async function run(program: string, ...parameters: readonly string[]): Promise<string> {
  const { stdout } = await execute(program, parameters, {
    timeout: LIMIT_MS,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      PATH: `/usr/sbin:/sbin:${process.env['PATH'] ?? ''}`,
      DEBIAN_FRONTEND: 'noninteractive',
    },
  });
  return stdout;
}
