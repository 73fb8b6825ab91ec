import { createProgram } from '../../../../operator/cli/program.ts';

/** How a command ended, and what it said. */
export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

/** Runs `images …` in this process. */
export async function images(...parameters: readonly string[]): Promise<Outcome> {
  const said = { out: '', error: '' };
  const ending = { status: 0 };
  const console = {
    out: (text: string) => {
      said.out += text;
    },
    error: (text: string) => {
      said.error += text;
    },
  };
  await createProgram(console, ending).parseAsync([
    'node',
    'plane-operator',
    'images',
    ...parameters,
  ]);
  return { ...ending, ...said };
}
