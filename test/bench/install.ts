import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

import type { KubeObject } from '../../operator/api/object.ts';
import { renderOffline } from '../../operator/cli/offline.ts';
import { toYamlStream } from '../../operator/lib/yaml.ts';
import { PRODUCTS } from '../../operator/products/index.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { helmPath } from '../kubectl/index.ts';
import { CLUSTER_SITE, goldenResource, goldenSite } from '../support/golden-site.ts';
import { Kubectl } from '../support/kubectl.ts';
import { median } from './table.ts';
import type { Row } from './table.ts';

const run = promisify(execFile);

/**
 * Everything that Plane has, from `kubectl apply` to Ready, against `helm install --wait --wait-for-jobs` of a chart that holds the same objects.
 * Pods become ready by themselves here, so what is compared is what each tool adds: Helm waits for nothing in between,
 * the operator starts a part when those that it needs are ready.
 */
export async function installBench(cluster: TestCluster, rounds: number): Promise<readonly Row[]> {
  const kubeconfig = await cluster.kubeconfig();
  const kubectl = await Kubectl.of(cluster.minor, kubeconfig);
  const helm = await helmPath(cluster.minor);
  const ours: number[] = [];
  const theirs: number[] = [];
  let objects = 0;
  for (const object of CLUSTER_SITE) await kubectl.apply(object);
  for (let round = 0; round < rounds; round += 1) {
    const [mine, other] = [`install-${round}`, `helm-${round}`];
    const resource = await complete(kubectl, mine);
    const began = performance.now();
    await kubectl.apply(resource);
    await kubectl.waitFor('plane/plane', 'condition=Ready', { namespace: mine, seconds: 280 });
    ours.push(performance.now() - began);

    const { spec } = await complete(kubectl, other);
    const rendered = renderOffline(
      { source: '', name: 'plane', namespace: other, spec, mistakes: [] },
      PRODUCTS,
    );
    objects = rendered.length;
    const chart = `${cluster.dir}/${other}`;
    await mkdir(`${chart}/templates`, { recursive: true });
    await writeFile(`${chart}/Chart.yaml`, 'apiVersion: v2\nname: plane\nversion: 0.0.0\n');
    await writeFile(`${chart}/objects.yaml`, toYamlStream(rendered));
    // Read as a file, so that nothing in it is taken for a template.
    await writeFile(`${chart}/templates/all.yaml`, '{{ .Files.Get "objects.yaml" }}\n');
    const start = performance.now();
    await run(
      helm,
      ['install', 'plane', chart, '-n', other, '--wait', '--wait-for-jobs', '--timeout', '280s'],
      { env: { ...process.env, KUBECONFIG: kubeconfig } },
    );
    theirs.push(performance.now() - start);
    for (const namespace of [mine, other])
      await kubectl.run(['delete', 'namespace', namespace, '--wait=false']);
  }
  return [
    {
      what: `install all of Plane, ${objects} objects, to Ready`,
      value: median(ours),
      unit: 'ms',
      baseline: { what: 'helm install --wait', value: median(theirs) },
    },
  ];
}

/** Makes a namespace with what the complete installation needs, and answers with its resource. */
async function complete(kubectl: Kubectl, namespace: string): Promise<KubeObject> {
  await kubectl.apply({ apiVersion: 'v1', kind: 'List', items: goldenSite(namespace) });
  return await goldenResource('everything-on', { namespace });
}
