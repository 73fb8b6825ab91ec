import { writeFile } from 'node:fs/promises';

import type { KubeObject } from '../../operator/api/object.ts';
import { applyAll } from '../../operator/apply/apply.ts';
import { Memory } from '../../operator/apply/memory.ts';
import type { Desired } from '../../operator/apply/stamp.ts';
import { readManifests } from '../../operator/cli/input.ts';
import { renderOffline } from '../../operator/cli/offline.ts';
import { loadConnection } from '../../operator/kube/config.ts';
import { HttpCluster } from '../../operator/kube/http-cluster.ts';
import { HttpTransport } from '../../operator/kube/transport.ts';
import { toYamlStream } from '../../operator/lib/yaml.ts';
import type { Cache } from '../../operator/observe/cache.ts';
import { PRODUCTS } from '../../operator/products/index.ts';
import { systemClock } from '../../operator/runtime/system.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { Kubectl } from '../support/kubectl.ts';
import { median } from './table.ts';
import type { Row } from './table.ts';

/** Nothing is cached: every object is new. */
const EMPTY: Cache = {
  installation: () => undefined,
  installations: () => [],
  get: () => undefined,
  children: () => [],
  pods: () => [],
  classes: () => [],
  policy: () => undefined,
  issuer: () => undefined,
  newest: () => undefined,
};

/** Time and requests to apply all objects of one installation, against kubectl with the same objects. Waits for pods and Jobs are left out. */
export async function applyBench(cluster: TestCluster, rounds: number): Promise<readonly Row[]> {
  const kubeconfig = await cluster.kubeconfig();
  const kubectl = await Kubectl.of(cluster.minor, kubeconfig);
  await kubectl.run(['apply', '--server-side', '-f', 'crds/']);
  const [manifest] = await readManifests('scripts/demo-files/plane.yaml');
  if (manifest === undefined) throw new Error('no manifest');
  const ours: number[] = [];
  const theirs: number[] = [];
  const counts = { ours: 0, theirs: 0, objects: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const objects = (namespace: string): readonly KubeObject[] =>
      renderOffline({ ...manifest, namespace }, PRODUCTS);
    const [mine, other] = [`ours-${round}`, `kubectl-${round}`];
    for (const namespace of [mine, other]) await kubectl.run(['create', 'namespace', namespace]);
    const operator = await timeOperator(kubeconfig, objects(mine));
    ours.push(operator.milliseconds);
    const file = `${cluster.dir}/${other}.yaml`;
    await writeFile(file, toYamlStream(objects(other)));
    const since = new Date().toISOString();
    const began = performance.now();
    await kubectl.run(['apply', '--server-side', '-f', file]);
    theirs.push(performance.now() - began);
    counts.ours = operator.requests;
    counts.theirs = (await cluster.audit(since)).filter(({ userAgent }) =>
      userAgent.startsWith('kubectl'),
    ).length;
    counts.objects = objects(mine).length;
    for (const namespace of [mine, other])
      await kubectl.run(['delete', 'namespace', namespace, '--wait=false']);
  }
  const baseline = 'kubectl apply --server-side';
  return [
    {
      what: `apply ${counts.objects} objects`,
      value: median(ours),
      unit: 'ms',
      baseline: { what: baseline, value: median(theirs) },
      goal: 'at most 0.5x',
    },
    {
      what: 'requests to apply them',
      value: counts.ours,
      unit: '',
      baseline: { what: baseline, value: counts.theirs },
    },
  ];
}

/** A cold process's work: connect, then apply everything. */
async function timeOperator(
  kubeconfig: string,
  objects: readonly KubeObject[],
): Promise<{ readonly milliseconds: number; readonly requests: number }> {
  let requests = 0;
  const connection = await loadConnection({ kubeconfig, clock: systemClock, env: process.env });
  const transport = new HttpTransport({
    connection,
    clock: systemClock,
    version: 'bench',
    onRequest: () => {
      requests += 1;
    },
  });
  const desired = objects.map((object): Desired => ({
    part: '',
    object,
    digest: '',
    scale: 'asked',
  }));
  const began = performance.now();
  const { refused } = await applyAll(desired, {
    cluster: new HttpCluster({ transport, clock: systemClock }),
    cache: EMPTY,
    clock: systemClock,
    memory: new Memory(),
  });
  const milliseconds = performance.now() - began;
  transport.close();
  const [first] = refused;
  if (first !== undefined) throw first.error;
  return { milliseconds, requests };
}
