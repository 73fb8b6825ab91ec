// Builds and runs test clusters by hand.
// Usage: node test/cluster/cli.ts build [1.33 …] | start 1.33 [--dir DIR] [--nodes N] | clean
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { COMPANIONS, controlPlaneArtifact, KWOK, REGISTRY } from './artifact.ts';
import { buildAll, removeOldBuilds } from './build.ts';
import { startCluster } from './cluster.ts';
import { isMinor, type Minor, MINORS } from './versions.ts';

const USAGE = `usage: node test/cluster/cli.ts build [1.33 …]              fill the cache
       node test/cluster/cli.ts start 1.33 [--dir DIR]     run until Ctrl-C
       node test/cluster/cli.ts clean                      remove old builds`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const progress = (line: string): void => void process.stderr.write(`${line}\n`);

function parseMinor(text: string): Minor {
  if (isMinor(text)) return text;
  throw new Error(`Cannot use Kubernetes "${text}": it must be one of ${MINORS.join(', ')}`);
}

async function start(minor: Minor, dir: string | undefined, nodes: number): Promise<void> {
  const kept = dir === undefined ? {} : { dir };
  const cluster = await startCluster({ minor, nodes, log: progress, ...kept });
  say(await cluster.kubeconfig());
  progress('running until Ctrl-C');
  const forever = setInterval(() => undefined, 60_000);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearInterval(forever);
  await cluster.stop();
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { dir: { type: 'string' }, nodes: { type: 'string', default: '2' } },
  });
  const [command, ...names] = positionals;
  const minors = names.map(parseMinor);
  if (command === 'build') {
    const wanted = minors.length === 0 ? MINORS : minors;
    await buildAll([KWOK, COMPANIONS, REGISTRY, ...wanted.map(controlPlaneArtifact)]);
  } else if (command === 'start' && minors[0] !== undefined) {
    await start(minors[0], values.dir, Number(values.nodes));
  } else if (command === 'clean') {
    for (const name of await removeOldBuilds()) say(`removed ${name}`);
  } else {
    progress(USAGE);
    process.exitCode = 2;
  }
}

await main();
