// What the image runs: the program with its compiled code. NODE_DEBUG=plane-operator says whether the code was taken.
import { readFileSync } from 'node:fs';
import { debuglog } from 'node:util';

import { PROGRAM, scriptOf, start } from './program.ts';

const script = scriptOf(readFileSync(PROGRAM, 'latin1'), readFileSync(`${PROGRAM}.cache`));
debuglog('plane-operator')('compiled code %s', script.cachedDataRejected ? 'rejected' : 'taken');
start(script);
