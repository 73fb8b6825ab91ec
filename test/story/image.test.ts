import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeImage } from '../../scripts/image.ts';
import type { MadeImage } from '../../scripts/image.ts';
import { PLATFORMS } from '../../scripts/image/platforms.ts';
import { startNode } from '../node/node.ts';
import type { RealNode } from '../node/node.ts';
import { whyNoNode } from '../node/why-no-node.ts';
import { eventually } from '../support/eventually.ts';
import { Helm, whyNoHelm } from '../support/helm.ts';
import { Kubectl } from '../support/kubectl.ts';
import { served } from '../support/operator-image.ts';
import { demo, minors } from './stage.ts';

const OUT = 'dist/test/image';
const NAMESPACE = 'plane-operator';
const REPOSITORY = 'mirror/plane-operator/plane-operator:0.1.0';

interface Pod {
  readonly metadata: { readonly name: string };
}

const skipped = whyNoNode() ?? whyNoHelm();
if (skipped !== undefined) process.stderr.write(`image on a real node skipped: ${skipped}\n`);

describe.skipIf(skipped !== undefined || !minors.includes('1.33'))('the image', () => {
  let node: RealNode;
  let kubectl: Kubectl;
  let made: MadeImage;

  beforeAll(async () => {
    const platforms = PLATFORMS.filter(({ cpu }) => cpu === process.arch);
    made = await makeImage({ platforms, out: OUT, strictness: 'newer', epoch: 0 });
    const image = await served(join(OUT, 'layout'), made.images[0]!, REPOSITORY);
    const log = (line: string): boolean => process.stderr.write(`${line}\n`);
    node = await startNode({ minor: '1.33', recipes: [], images: [image], log });
    const kubeconfig = await node.cluster.kubeconfig();
    kubectl = await Kubectl.of('1.33', kubeconfig);
    for (const name of [NAMESPACE, 'plane']) {
      await kubectl.run(['create', 'namespace', name]);
      await kubectl.run(['label', 'ns', name, 'pod-security.kubernetes.io/enforce=restricted']);
    }
    const helm = await Helm.of(4, { kubeconfig });
    const crds = 'plane-operator-crds';
    await helm.run(['install', crds, `charts/${crds}`, '-n', NAMESPACE]);
    await helm.run([
      ...['install', 'plane-operator', 'charts/plane-operator', '-n', NAMESPACE],
      ...['--set', 'registry=registry.corp.example.com/mirror'],
      ...['--set', 'watchNamespaces={plane}', '--wait', '--timeout', '90s'],
    ]);
  }, 600_000);

  afterAll(async () => {
    await node.stop();
  }, 60_000);

  const pods = async (): Promise<readonly string[]> => {
    const selector = ['-l', 'app.kubernetes.io/component=operator'];
    const list = await kubectl.get<{ items: readonly Pod[] }>([
      '-n',
      NAMESPACE,
      'pods',
      ...selector,
    ]);
    return list?.items.map(({ metadata }) => metadata.name) ?? [];
  };
  /** The pod that holds the lease. */
  const leader = async (): Promise<string> => {
    const path = 'jsonpath={.items[*].spec.holderIdentity}';
    const holder = await kubectl.run(['-n', NAMESPACE, 'get', 'leases', '-o', path]);
    return (await pods()).find((name) => holder.startsWith(name)) ?? '';
  };
  const newLeader = (old: string): Promise<string> =>
    eventually(
      async () => {
        const now = await leader();
        return now === '' || now === old ? undefined : now;
      },
      { what: 'another pod to lead', seconds: 90 },
    );
  /** Runs a script by the image's Node in a pod; there is no shell. */
  const inside = (pod: string, script: string): Promise<string> =>
    kubectl.run(['-n', NAMESPACE, 'exec', pod, '--', '/usr/bin/node', '-e', script]);
  const observed = async (): Promise<void> => {
    const read = (): Promise<
      { metadata: { generation: number }; status?: { observedGeneration?: number } } | undefined
    > => kubectl.get(['-n', 'plane', 'plane', 'plane']);
    await eventually(
      async () => {
        const found = await read();
        const seen = found?.status?.observedGeneration;
        return seen !== undefined && seen === found?.metadata.generation ? true : undefined;
      },
      { what: 'the spec to be seen', seconds: 60 },
    );
  };

  test('two pods become ready under Pod Security restricted, and one leads', async () => {
    expect(await pods()).toHaveLength(2);
    expect(await leader()).not.toBe('');
    expect([...node.missedImages]).toEqual([]);
  });

  test('it is nobody on a root that it cannot write to', async () => {
    const [pod = ''] = await pods();
    expect(await inside(pod, 'console.log(process.getuid(), process.getgid())')).toBe(
      '65532 65532\n',
    );
    const write = "try { fs.writeFileSync('/app/x', ''); } catch (e) { console.log(e.code); }";
    expect(await inside(pod, write)).toBe('EROFS\n');
  });

  test('it runs the code that was compiled with the image', async () => {
    const [pod = ''] = await pods();
    const script = `const { spawnSync } = require('child_process');
      const [, ...flags] = fs.readFileSync('/proc/1/cmdline', 'utf8').split('\\0');
      const env = { NODE_DEBUG: 'plane-operator', NODE_OPTIONS: process.env.NODE_OPTIONS };
      console.log(spawnSync(process.execPath, [...flags.slice(0, 3), '--version'], { env }).stderr.toString());`;
    expect(await inside(pod, script)).toContain('compiled code taken');
  });

  test('it serves health and metrics', async () => {
    const [pod = ''] = await pods();
    const ask = (path: string): Promise<string> =>
      inside(pod, `fetch('http://127.0.0.1:8080${path}').then((r) => r.text()).then(console.log)`);
    expect(await ask('/readyz')).toContain('ok');
    expect(await ask('/metrics')).toContain('# TYPE');
  });

  test('it reconciles an installation from inside the cluster', async () => {
    await kubectl.run(['apply', '-f', 'scripts/demo-files/site.yaml']);
    await kubectl.run(['apply', '-f', 'scripts/demo-files/plane.yaml']);
    await observed();
    await eventually(() => kubectl.get(['-n', 'plane', 'statefulset', 'plane-postgres']), {
      what: 'the database to be applied',
      seconds: 60,
    });
  }, 180_000);

  test('another leads after the eviction of the leader, and goes on', async () => {
    const old = await leader();
    const eviction = {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: old, namespace: NAMESPACE },
    };
    const path = `/api/v1/namespaces/${NAMESPACE}/pods/${old}/eviction`;
    await kubectl.run(['create', '--raw', path, '-f', '-'], JSON.stringify(eviction));
    await newLeader(old);
    const { spec, ...resource } = await demo('plane.yaml');
    spec.plane.components['worker'] = { replicas: 2 };
    await kubectl.apply({ ...resource, spec });
    await observed();
  }, 240_000);

  test('another leads after the deletion of the leader, and both come back', async () => {
    const old = await leader();
    await kubectl.run(['-n', NAMESPACE, 'delete', 'pod', old, '--wait=false']);
    await newLeader(old);
    const rollout = ['rollout', 'status', 'deployment/plane-operator', '--timeout=60s'];
    await kubectl.run(['-n', NAMESPACE, ...rollout]);
  }, 240_000);

  test('made again it is the same to the byte', async () => {
    const platforms = PLATFORMS.filter(({ cpu }) => cpu === process.arch);
    const again = await makeImage({
      platforms,
      out: `${OUT}-again`,
      strictness: 'newer',
      epoch: 0,
    });
    expect(again.digest).toBe(made.digest);
    const index = (out: string): Promise<string> =>
      readFile(join(out, 'layout/index.json'), 'utf8');
    expect(await index(`${OUT}-again`)).toBe(await index(OUT));
  }, 120_000);
});
