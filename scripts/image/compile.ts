// Runs the program once and keeps what V8 compiled. Usage: node compile.cjs PROGRAM CACHE [ARGUMENT]...
import { readFileSync, writeFileSync } from 'node:fs';

import { scriptOf, start } from './program.ts';

const [program = '', cache = ''] = process.argv.splice(2, 2);
const script = scriptOf(readFileSync(program, 'latin1'));
process.on('exit', () => {
  writeFileSync(cache, script.createCachedData());
});
start(script);
