import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { clusterKind } from '../cluster/open.ts';
import { newest, Stage } from './stage.ts';

const POD = 'plane-postgres-0';

interface Pod {
  readonly metadata: { readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName: string };
}

interface Finding {
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
}

/** The fake nodes' heartbeat is stopped for real, so nothing on them ends a pod any more. */
describe.skipIf(clusterKind() !== 'embedded').each(newest)(
  'a node that dies on Kubernetes %s',
  (minor) => {
    let stage: Stage;
    let node: string;

    const lost = async (): Promise<Finding | undefined> => {
      const { status } = await stage.live<{ status: { findings?: readonly Finding[] } }>(
        'plane',
        'plane',
      );
      return status.findings?.find(({ rule }) => rule === 'NodeLost');
    };
    const nodeReads = async (since: string): Promise<number> =>
      (await stage.requests(since)).filter(({ resource }) => resource === 'nodes').length;

    beforeAll(async () => {
      stage = await Stage.open(minor);
      await stage.ask();
      await stage.wait('Ready', 150);
      node = (await stage.live<Pod>('pod', POD)).spec.nodeName;
    }, 240_000);

    afterAll(async () => {
      await stage.close();
    }, 60_000);

    test('a pod of a store that it holds is told, with the node and what frees the volume', async () => {
      const since = new Date().toISOString();
      stage.cluster.kill('kwok');
      const down = { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' };
      await stage.kubectl.run([
        'patch',
        'node',
        node,
        '--subresource=status',
        '-p',
        JSON.stringify({ status: { conditions: [down] } }),
      ]);
      expect(await nodeReads(since)).toBe(0);
      await stage.in('delete', 'pod', POD, '--grace-period=1', '--wait=false');
      await stage.until('the finding', async () => (await lost()) !== undefined, 60);
      const finding = await lost();
      expect(finding?.message).toContain(`"${node}" is not ready (Ready=Unknown)`);
      expect(finding?.fix).toContain(`kubectl taint nodes ${node} `);
      await stage.until(
        'Ready to say so',
        async () => (await stage.condition('Ready'))?.reason === 'NodeLost',
      );
      expect(await nodeReads(since)).toBeLessThanOrEqual(3);
    }, 120_000);

    test('the taint that the finding names frees it, and all is well again', async () => {
      const { uid } = (await stage.live<Pod>('pod', POD)).metadata;
      const taint = 'node.kubernetes.io/out-of-service=nodeshutdown:NoExecute';
      await stage.kubectl.run(['taint', 'nodes', node, taint]);
      await stage.until(
        'the pod to be taken away',
        async () => (await stage.get<Pod>('pod', POD))?.metadata.uid !== uid,
        90,
      );
      await stage.kubectl.run(['taint', 'nodes', node, `${taint}-`]);
      await stage.cluster.start('kwok');
      // A kubelet that comes back says that its pods are ready; a pretended one only says so of new ones.
      await stage.in('delete', 'pods', '--all', '--wait=false');
      await stage.until('the finding to end', async () => (await lost()) === undefined, 90);
      await stage.wait('Ready', 150);
    }, 300_000);
  },
);
