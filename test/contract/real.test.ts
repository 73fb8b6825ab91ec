import { afterAll, beforeAll, describe, test } from 'vitest';

import { startCluster } from '../cluster/cluster.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { whyNoCluster } from '../cluster/open.ts';
import { isMinor } from '../cluster/versions.ts';
import { clusterContract } from './cluster.contract.ts';
import { eventsExam, leaderExam } from './real-writers.ts';
import { connectionExam } from './real-connection.ts';
import { openReal } from './real-cluster.ts';
import { reflectorExam } from './real-faults.ts';

const why = whyNoCluster();

describe.skipIf(why !== undefined)('with a real API server', () => {
  for (const minor of (process.env['PLANE_TEST_MINORS'] ?? '1.33').split(',')) {
    if (!isMinor(minor)) throw new Error(`PLANE_TEST_MINORS: "${minor}" is not a minor we know`);
    describe(minor, () => {
      let server: TestCluster | undefined;
      beforeAll(async () => {
        server = await startCluster({ minor, nodes: 0, parts: ['etcd', 'apiserver'] });
      }, 1_800_000);
      afterAll(() => server?.stop(), 60_000);

      const open = async (): ReturnType<typeof openReal> => openReal(await server!.kubeconfig());
      clusterContract('HttpCluster', open);
      connectionExam(open, () => server!);
      reflectorExam(open, () => server!);
      leaderExam(open);
      eventsExam(open);
    });
  }
});

test.runIf(why !== undefined)(`real API servers are skipped: ${why ?? ''}`, (context) => {
  context.skip(why);
});
