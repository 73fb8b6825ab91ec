import { inspect } from 'node:util';

import { CommanderError } from 'commander';

import { createProgram } from './cli/program.ts';
import { OperatorError } from './lib/errors.ts';
import { isApiError } from './ports/api-error.ts';

const ASKED_WRONGLY: ReadonlySet<string> = new Set(['ERR_INPUT', 'ERR_CONFIG']);
const MINIMUM_NODE = [24, 15] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor < MINIMUM_NODE[1])) {
  process.stderr.write(
    `Cannot run on Node ${process.versions.node}: use ${MINIMUM_NODE.join('.')} or newer (npm run -s operator -- brings its own)\n`,
  );
  process.exit(2);
}

const console = {
  out: (text: string) => {
    process.stdout.write(text);
  },
  error: (text: string) => {
    process.stderr.write(text);
  },
};

// No await out here: the image's bundle is a script, whose compiled code can be kept beside it.
void (async (): Promise<void> => {
  const ending = { status: 0 };
  try {
    await createProgram(console, ending).parseAsync(process.argv);
  } catch (error) {
    ending.status = status(error);
  }
  process.exitCode = ending.status;
})();

/** 0 for help, 2 for what was asked wrongly, 1 for what the world refused; a defect shows its stack. */
function status(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof OperatorError || isApiError(error)) {
    console.error(`${error.message}\n`);
    return ASKED_WRONGLY.has('code' in error ? String(error.code) : '') ? 2 : 1;
  }
  console.error(`${inspect(error)}\n`);
  return 70;
}
