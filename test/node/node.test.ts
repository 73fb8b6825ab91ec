import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { alive } from '../cluster/alive.ts';
import { Kubectl } from '../support/kubectl.ts';
import { cgroups } from './cgroups.ts';
import { cableName } from './namespace.ts';
import type { RealNode } from './node.ts';
import { cgroupName, startNode } from './node.ts';
import { whyNoNode } from './why-no-node.ts';

const SETTINGS = ['vm/overcommit_memory', 'kernel/panic', 'kernel/panic_on_oops'];
const settings = (): readonly string[] =>
  SETTINGS.map((name) => readFileSync(`/proc/sys/${name}`, 'utf8'));

/** What a node of this process, or of another, has left on the machine. */
const traces = (pid: number, { dir, pids }: { dir: string; pids: readonly number[] }): object => ({
  processes: pids.filter(alive),
  cables: Object.keys(networkInterfaces()).filter((name) => name === cableName(pid)),
  cgroups: cgroups(cgroupName(pid)),
  folder: existsSync(dir),
});
const NOTHING = { processes: [], cables: [], cgroups: [], folder: false };

const pod = (name: string, command: readonly string[]): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    terminationGracePeriodSeconds: 0,
    // The sandbox's own image is there without a recipe, and has a shell.
    containers: [{ name: 'main', image: 'registry.example/pause:1', command }],
  },
});

const skipped = whyNoNode();
if (skipped !== undefined) process.stderr.write(`real node skipped: ${skipped}\n`);

describe.skipIf(skipped !== undefined)('a real node', () => {
  let node: RealNode;
  let kubectl: Kubectl;
  const before = settings();

  beforeAll(async () => {
    const log = (line: string): boolean => process.stderr.write(`${line}\n`);
    node = await startNode({ minor: '1.33', recipes: [], log });
    kubectl = await Kubectl.of('1.33', await node.cluster.kubeconfig());
  });

  afterAll(async () => {
    await node.stop();
  }, 60_000);

  test('runs containers, reaches them by exec and logs', async () => {
    await kubectl.apply(pod('speaker', ['sh', '-c', 'echo hello; exec sleep infinity']));
    await kubectl.run(['wait', 'pod/speaker', '--for=condition=Ready', '--timeout=60s']);
    expect(await kubectl.run(['logs', 'speaker'])).toBe('hello\n');
    expect(await kubectl.run(['exec', 'speaker', '--', 'hostname'])).toBe('speaker\n');
  });

  test('leads from a pod to the API server by its Service', async () => {
    const script = 'exec 3<>/dev/tcp/$KUBERNETES_SERVICE_HOST/$KUBERNETES_SERVICE_PORT; echo open';
    expect(await kubectl.run(['exec', 'speaker', '--', 'bash', '-c', script])).toBe('open\n');
  });

  test('says what it could not pull', async () => {
    await kubectl.run(['run', 'absent', '--image=registry.example/absent:1']);
    await vi.waitFor(
      async () => {
        const path = 'jsonpath={.status.containerStatuses[0].state.waiting.reason}';
        expect(await kubectl.run(['get', 'pod', 'absent', '-o', path])).toMatch(
          /ErrImagePull|ImagePullBackOff/,
        );
      },
      { timeout: 30_000, interval: 500 },
    );
    expect([...node.missedImages]).toContain('absent:1');
  });

  test('leaves the machine as it was when it stops', async () => {
    expect(settings()).toEqual(before);
    const pids = node.processes();
    expect(pids.length).toBeGreaterThan(5); // sh, sleep, containerd, kubelet, kube-proxy, shims
    await node.stop();
    expect(traces(process.pid, { dir: node.dir, pids })).toEqual(NOTHING);
  }, 60_000);

  test('leaves no process and no interface when the test run is killed', async () => {
    const module = new URL('./node.ts', import.meta.url).href;
    const script = `
      const { startNode } = await import(${JSON.stringify(module)});
      const node = await startNode({ minor: '1.33', recipes: [] });
      console.log(JSON.stringify({ dir: node.dir, pids: node.processes() }));`;
    const runner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(runner.stdout, 'data')) as [Buffer];
    const left = JSON.parse(line.toString()) as { dir: string; pids: number[] };
    const pid = runner.pid ?? 0;
    expect(left.pids.length).toBeGreaterThan(4);
    runner.kill('SIGKILL');
    await vi.waitFor(
      () => {
        expect(traces(pid, left)).toMatchObject({ processes: [], cables: [] });
      },
      { timeout: 20_000, interval: 200 },
    );
    expect(settings()).toEqual(before);
    await (await startNode({ minor: '1.33', recipes: [] })).stop(); // the next run sweeps
    expect(traces(pid, left)).toEqual(NOTHING);
  }, 180_000);
});
