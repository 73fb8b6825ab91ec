import { OperatorError } from '../lib/errors.ts';

/** The error for content that is damaged, incomplete or hostile: `Cannot use "x": …`. */
export const refused = (what: string, problem: string): OperatorError =>
  new OperatorError('ERR_BUNDLE', `Cannot use "${what}": ${problem}`);

/** The error for a file that cannot be read or written, with what the system said. */
export const fileError = (verb: string, file: string, cause: unknown): OperatorError =>
  new OperatorError('ERR_INPUT', `Cannot ${verb} "${file}": ${(cause as Error).message}`, {
    cause,
  });
