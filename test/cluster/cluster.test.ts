import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { kubectlPath } from '../kubectl/index.ts';
import { alive } from './alive.ts';
import { type Minor, MINORS, type Part, startCluster, type TestCluster } from './cluster.ts';
import { whyNoCluster } from './open.ts';

const run = promisify(execFile);
const PARTS: readonly Part[] = ['etcd', 'apiserver', 'controller-manager', 'scheduler', 'kwok'];
const BUILD_MS = 1_200_000;

const asked = (process.env['PLANE_TEST_MINORS'] ?? '1.33').split(',');
const minors = MINORS.filter((minor) => asked.includes(minor));

const template = (labels: Readonly<Record<string, string>>): object => ({
  metadata: { labels },
  spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.local/none' }] },
});

const deployment = (name: string, replicas = 2): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: 'registry.local/none' }] },
    },
  },
});

const job = (name: string): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { backoffLimit: 0, template: template({ app: name }) },
});

const statefulSet = (name: string): object => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name },
  spec: {
    serviceName: name,
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [
          {
            name: 'main',
            image: 'registry.local/none',
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
          },
        ],
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ],
  },
});

/** Calls kubectl as the given kubeconfig; an object goes in by standard input. */
async function kubectl(
  { cluster, config }: { readonly cluster: TestCluster; readonly config?: string },
  parameters: readonly string[],
  input?: object,
): Promise<string> {
  const file = config ?? (await cluster.kubeconfig());
  const called = run(await kubectlPath(cluster.minor), ['--kubeconfig', file, ...parameters]);
  called.child.stdin?.end(input === undefined ? '' : JSON.stringify(input));
  return (await called).stdout.trim();
}

const skipped = whyNoCluster();
if (skipped !== undefined) process.stderr.write(`test cluster skipped: ${skipped}\n`);

describe.skipIf(skipped !== undefined).each(minors)('the embedded cluster %s', (minor: Minor) => {
  let cluster: TestCluster;
  const call = (...parameters: readonly string[]): Promise<string> =>
    kubectl({ cluster }, parameters);
  const apply = (object: object): Promise<string> =>
    kubectl({ cluster }, ['apply', '-f', '-'], object);
  const wait = (target: string, condition: string): Promise<string> =>
    call('wait', target, `--for=${condition}`, '--timeout=60s');

  beforeAll(async () => {
    cluster = await startCluster({
      minor,
      log: (line) => process.stderr.write(`${minor}: ${line}\n`),
    });
  }, BUILD_MS);

  afterAll(async () => {
    await cluster.stop();
  });

  test('answers with the version that was asked for', async () => {
    const { serverVersion } = JSON.parse(await call('version', '-o', 'json')) as {
      serverVersion: { gitVersion: string };
    };
    expect(serverVersion.gitVersion).toMatch(new RegExp(`^v${minor.replace('.', '\\.')}\\.\\d+$`));
  });

  test('makes a Deployment available and lets it go', { timeout: 90_000 }, async () => {
    await apply(deployment('fast'));
    await wait('deployment/fast', 'condition=Available');
    await call('delete', 'deployment/fast', '--wait', '--cascade=foreground', '--timeout=60s');
    expect(await call('get', 'pods', '-l', 'app=fast', '-o', 'name')).toBe('');
  });

  test('completes a Job', { timeout: 90_000 }, async () => {
    await apply(job('done'));
    await wait('job/done', 'condition=Complete');
  });

  test('binds the claims of a StatefulSet', { timeout: 90_000 }, async () => {
    await apply(statefulSet('store'));
    await call('rollout', 'status', 'statefulset/store', '--timeout=60s');
    const phases = await call('get', 'pvc', '-o', 'jsonpath={.items[*].status.phase}');
    expect(phases).toBe('Bound Bound');
  });

  test('fails the Jobs that the pace selects, and no others', { timeout: 90_000 }, async () => {
    await cluster.pace({ jobs: 'fail', exitCode: 3, selector: { app: 'bad' } });
    await apply(job('bad'));
    await apply(job('good'));
    await wait('job/bad', 'condition=Failed');
    await wait('job/good', 'condition=Complete');
    const path = 'jsonpath={.items[0].status.containerStatuses[0].state.terminated.exitCode}';
    expect(await call('get', 'pods', '-l', 'app=bad', '-o', path)).toBe('3');
  });

  test('keeps slow pods pending for as long as the pace says', { timeout: 90_000 }, async () => {
    await cluster.pace({ pods: 'slow', milliseconds: 3000 });
    await apply(deployment('slow', 1));
    await wait('deployment/slow', 'condition=Available');
    const { metadata, status } = JSON.parse(
      await call('get', 'pods', '-l', 'app=slow', '-o', 'jsonpath={.items[0]}'),
    ) as { metadata: { creationTimestamp: string }; status: { startTime: string } };
    const seconds = Date.parse(status.startTime) - Date.parse(metadata.creationTimestamp);
    expect(seconds).toBeGreaterThanOrEqual(2000); // both are cut to whole seconds
  });

  test('leaves stuck pods pending until the pace is fast again', { timeout: 90_000 }, async () => {
    await cluster.pace({ pods: 'stuck', selector: { app: 'stuck' } });
    await apply(deployment('stuck', 1));
    await apply(deployment('free', 1));
    await wait('deployment/free', 'condition=Available');
    expect(await call('get', 'deployment', 'stuck', '-o', 'jsonpath={.status.readyReplicas}')).toBe(
      '',
    );
    await cluster.pace({ pods: 'fast' });
    await wait('deployment/stuck', 'condition=Available');
  });

  test('audits who asked for what, and only from then on', async () => {
    await call('get', 'configmaps', '-n', 'kube-public');
    const since = new Date().toISOString();
    const config = await cluster.kubeconfig({ user: 'jane', groups: ['auditors'] });
    const refused = kubectl({ cluster, config }, ['get', 'secrets', '-n', 'kube-system']);
    await expect(refused).rejects.toThrow(/User "jane" cannot list resource "secrets"/);
    const events = await cluster.audit(since);
    expect(events).toContainEqual(
      expect.objectContaining({
        user: 'jane',
        verb: 'list',
        resource: 'secrets',
        namespace: 'kube-system',
        code: 403,
        userAgent: expect.stringContaining('kubectl') as string,
      }),
    );
    expect(events.some(({ namespace }) => namespace === 'kube-public')).toBe(false);
  });

  test.each(['restart', 'kill'] as const)(
    'keeps its objects through a %s of the API server',
    { timeout: 120_000 },
    async (how) => {
      await call('create', 'configmap', `kept-${how}`, '--from-literal=a=b');
      if (how === 'restart') await cluster.restart('apiserver');
      if (how === 'kill') {
        cluster.kill('apiserver');
        await expect(call('get', '--raw', '/readyz')).rejects.toThrow();
        await cluster.start('apiserver');
      }
      const value = await call('get', 'configmap', `kept-${how}`, '-o', 'jsonpath={.data.a}');
      expect(value).toBe('b');
    },
  );

  test('keeps its objects when etcd is killed', { timeout: 120_000 }, async () => {
    await call('create', 'configmap', 'kept-etcd', '--from-literal=a=b');
    cluster.kill('etcd');
    await cluster.start('etcd');
    await cluster.start('apiserver');
    expect(await call('get', 'configmap', 'kept-etcd', '-o', 'jsonpath={.data.a}')).toBe('b');
  });

  test('does nothing while its controllers are paused', { timeout: 90_000 }, async () => {
    cluster.pause('controller-manager');
    await apply(deployment('paused', 1));
    const replicas = ['get', 'deployment', 'paused', '-o', 'jsonpath={.status.replicas}'];
    expect(await call(...replicas)).toBe('');
    cluster.resume('controller-manager');
    await wait('deployment/paused', 'condition=Available');
  });

  test('leaves no process and no file when it stops', { timeout: 60_000 }, async () => {
    const pids = PARTS.map((part) => cluster.pid(part)!);
    expect(pids.every(alive)).toBe(true);
    await cluster.stop();
    expect(pids.filter(alive)).toEqual([]);
    expect(existsSync(cluster.dir)).toBe(false);
  });

  test('leaves no process when the test run is killed', { timeout: 120_000 }, async () => {
    const module = new URL('./cluster.ts', import.meta.url).href;
    const script = `
      const { startCluster } = await import(${JSON.stringify(module)});
      const parts = ['etcd', 'apiserver', 'kwok'];
      const cluster = await startCluster({ minor: '${minor}', parts });
      console.log(JSON.stringify({ dir: cluster.dir, pids: parts.map((part) => cluster.pid(part)) }));`;
    const runner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(runner.stdout, 'data')) as [Buffer];
    const { dir, pids } = JSON.parse(line.toString()) as { dir: string; pids: number[] };
    expect(pids.every(alive)).toBe(true);
    runner.kill('SIGKILL');
    await vi.waitFor(
      () => {
        expect(pids.filter(alive)).toEqual([]);
      },
      { timeout: 60_000 },
    );
    await (await startCluster({ minor, parts: ['etcd', 'apiserver'] })).stop(); // the next run sweeps
    expect(existsSync(dir)).toBe(false);
  });
});
