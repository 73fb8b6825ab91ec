import { parseArgs } from 'node:util';
import { controlPlaneArtifact, KWOK } from './artifact.ts';
import { buildAll, removeOldBuilds } from './build.ts';
import { MINORS, isMinor, type Minor } from './versions.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dir: { type: 'string' } },
});
const [command, ...names] = positionals;
void values;
function minors(): readonly Minor[] { return names.length === 0 ? MINORS : names.filter(isMinor); }
if (command === 'build') await buildAll([KWOK, ...minors().map(controlPlaneArtifact)]);
if (command === 'clean') console.log(await removeOldBuilds());
