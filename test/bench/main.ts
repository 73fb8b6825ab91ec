// Benchmarks on a real API server, each as a ratio to a baseline in the same run. Usage: npm run bench [-- --rounds 5]
import { parseArgs } from 'node:util';

import { startCluster } from '../cluster/cluster.ts';
import { applyBench } from './apply.ts';
import { judgeBench } from './judge.ts';
import { passBench } from './pass.ts';
import { processBench } from './process.ts';
import { printRows } from './table.ts';
import type { Row } from './table.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    installations: { type: 'string', default: '25' },
  },
});

const rows: Row[] = [...judgeBench(Number(values.rounds))];
const cluster = await startCluster({
  minor: '1.33',
  log: (line) => {
    process.stderr.write(`${line}\n`);
  },
});
try {
  rows.push(...(await applyBench(cluster, Number(values.rounds))));
  const [rounds, installations] = [Number(values.rounds), Number(values.installations)];
  rows.push(...(await processBench(cluster, { rounds, installations })));
  rows.push(...(await passBench(cluster, 'bench-0')));
} finally {
  await cluster.stop();
}
printRows(rows);
