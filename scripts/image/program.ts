import { createRequire } from 'node:module';
import { constants, Script } from 'node:vm';

/** Where the program is in the image; code is compiled under this name. */
export const PROGRAM = '/app/plane-operator.cjs';

type Wrapper = (exports: object, require: NodeJS.Require, module: { exports: object }) => void;

/** The program's script, of its text and of code that V8 compiled from the same text before. */
export const scriptOf = (text: string, cachedData?: Buffer): Script =>
  new Script(`(function (exports, require, module) {${text}\n})`, {
    filename: PROGRAM,
    ...(cachedData === undefined ? {} : { cachedData }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });

/** Runs it as Node would run the file. */
export function start(script: Script): void {
  const wrapper = script.runInThisContext() as Wrapper;
  const module = { exports: {} };
  wrapper(module.exports, createRequire(PROGRAM), module);
}
