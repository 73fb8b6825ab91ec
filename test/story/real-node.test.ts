import { readFile } from 'node:fs/promises';

import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { KubeObject } from '../../operator/api/object.ts';
import { releaseOf } from '../../operator/products/plane/releases/index.ts';
import { stores } from '../node/images/recipes.ts';
import { startNode } from '../node/node.ts';
import type { RealNode } from '../node/node.ts';
import { whyNoNode } from '../node/why-no-node.ts';
import { demo, minors, Stage } from './stage.ts';

const PODS = ['plane-postgres-0', 'plane-valkey-0', 'plane-rabbitmq-0'] as const;
const [POSTGRES, VALKEY, RABBITMQ] = PODS;

interface Pod {
  readonly metadata: { readonly uid: string };
  readonly status: {
    readonly containerStatuses?: readonly {
      readonly ready: boolean;
      readonly restartCount: number;
    }[];
  };
}
interface Service {
  readonly spec: { readonly clusterIP: string };
}

const skipped = whyNoNode();
if (skipped !== undefined) process.stderr.write(`real node skipped: ${skipped}\n`);

describe.skipIf(skipped !== undefined || !minors.includes('1.33'))('stores on a real node', () => {
  let node: RealNode;
  let stage: Stage;

  beforeAll(async () => {
    const log = (line: string): boolean => process.stderr.write(`${line}\n`);
    const recipes = stores(releaseOf((await demo('plane.yaml')).spec.version).images, 'mirror/');
    node = await startNode({ minor: '1.33', recipes, log });
    stage = await Stage.on(node.cluster);
    await stage.kubectl.run(['apply', '-f', 'scripts/demo-files/plane.yaml']);
  });

  afterAll(async () => {
    await stage.close();
    await node.stop();
  }, 120_000);

  const inside = (pod: string, script: string): Promise<string> =>
    stage.in('exec', pod, '--', 'sh', '-c', script).then((text) => text.trim());
  const refused = async (pod: string, script: string): Promise<string> => {
    const { code, stdout, stderr } = await stage.kubectl.try([
      ...['-n', 'plane', 'exec', pod, '--', 'sh', '-c', script],
    ]);
    return code === 0 ? `was let in: ${stdout}` : stdout + stderr;
  };
  const ready = (pod: string): Promise<true> =>
    stage.until(
      `${pod} to be ready`,
      async () =>
        (await stage.get<Pod>('pod', pod))?.status.containerStatuses?.every(
          (container) => container.ready,
        ) === true,
      180,
    );
  /** A connection URL as the API gets it, with the Service's address for its name: there is no DNS here. */
  const url = async (key: string): Promise<URL> => {
    const secrets = await stage.list<KubeObject & { readonly data?: Record<string, string> }>(
      'secrets',
    );
    const found = secrets.find(({ metadata }) => metadata.name.startsWith('plane-app-secrets-'));
    const rendered = new URL(Buffer.from(found?.data?.[key] ?? '', 'base64').toString());
    const [service = '', namespace] = rendered.hostname.split('.');
    expect(namespace).toBe('plane');
    rendered.hostname = (await stage.live<Service>('service', service)).spec.clusterIP;
    return rendered;
  };

  test.each(PODS)(
    '%s starts with what is rendered, and its probes pass',
    async (pod) => {
      await ready(pod);
      const [container] = (await stage.live<Pod>('pod', pod)).status.containerStatuses ?? [];
      expect(container?.restartCount).toBe(0);
    },
    200_000,
  );

  test('each runs as the user that its image is known for', async () => {
    const users = await Promise.all(PODS.map((pod) => inside(pod, 'echo $(id -u):$(id -g)')));
    expect(users).toEqual(['70:70', '999:1000', '100:101']);
  });

  test('PostgreSQL has both databases, and lets in by the rendered URL alone', async () => {
    const database = await url('DATABASE_URL');
    const ask = (as: URL): string =>
      `psql '${as.href}' -tAc "SELECT datname FROM pg_database WHERE datname LIKE 'plane%' ORDER BY 1"`;
    expect(await inside(POSTGRES, ask(database))).toBe('plane\nplane_pi');
    database.password = 'guess';
    expect(await refused(POSTGRES, ask(database))).toContain('password authentication failed');
  });

  test('Valkey lets in by the rendered URL alone, and knows the limit of its memory', async () => {
    const { hostname, port, password } = await url('REDIS_URL');
    // Its client makes a user without a name out of such a URL, which those of the product do not.
    const call = (login: string, command: string): string =>
      `env -u REDISCLI_AUTH ${login} valkey-cli -e -h ${hostname} -p ${port} ${command}`;
    const login = `REDISCLI_AUTH=${password}`;
    expect(await inside(VALKEY, call(login, 'ping'))).toBe('PONG');
    const memory = await inside(VALKEY, call(login, 'config get maxmemory'));
    expect(memory.split('\n')[1]).toBe(String((512 * 1024 * 1024 * 3) / 4));
    expect(await refused(VALKEY, call('', 'ping'))).toContain('NOAUTH');
  });

  test('RabbitMQ knows the rendered login and no guest, and the limit of its memory', async () => {
    const { username, password } = await url('AMQP_URL');
    const call = (command: string): Promise<string> =>
      inside(RABBITMQ, `rabbitmqctl -q ${command}`);
    await call(`authenticate_user ${username} ${password}`);
    expect(await refused(RABBITMQ, `rabbitmqctl authenticate_user ${username} guess`)).toContain(
      'Error',
    );
    expect(await call('list_users --no-table-headers')).toBe(`${username}\t[administrator]`);
    const total = await call("eval 'vm_memory_monitor:get_total_memory().'");
    expect(total).toBe(String(1024 * 1024 * 1024));
  }, 180_000);

  test('what they hold survives their pods', async () => {
    const database = await url('DATABASE_URL');
    const sql = (text: string): Promise<string> =>
      inside(POSTGRES, `psql '${database.href}' -qtAc "${text}"`);
    await sql('CREATE TABLE kept AS SELECT 42 AS answer');
    await inside(VALKEY, 'valkey-cli set kept 42');
    await inside(RABBITMQ, 'rabbitmqctl -q add_vhost kept');
    const uids = (): Promise<string[]> =>
      Promise.all(PODS.map(async (pod) => (await stage.live<Pod>('pod', pod)).metadata.uid));
    const before = await uids();
    await stage.in('delete', 'pod', ...PODS, '--timeout=120s');
    for (const pod of PODS) await ready(pod);
    expect((await uids()).filter((uid) => before.includes(uid))).toEqual([]);
    expect(await sql('SELECT answer FROM kept')).toBe('42');
    expect(await inside(VALKEY, 'valkey-cli get kept')).toBe('42');
    expect(await inside(RABBITMQ, 'rabbitmqctl -q list_vhosts')).toContain('kept');
  }, 420_000);

  test('the script that makes the bucket runs in a shell, and fails with its client', async () => {
    const objects = loadAll(
      await readFile('test/golden/out/default.yaml', 'utf8'),
    ) as (KubeObject & {
      spec: { template: { spec: { containers: { command: string[] }[] } } };
    })[];
    const job = objects.find(
      ({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('plane-bucket-'),
    );
    const script = job?.spec.template.spec.containers[0]?.command[2] ?? '';
    const env = 'ENDPOINT=http://s MINIO_ROOT_USER=u MINIO_ROOT_PASSWORD=p BUCKET=b';
    const runWith = (mc: string): string => `export ${env}; mc() { ${mc}; }; ${script}`;
    expect(await inside(POSTGRES, runWith('echo "$*"'))).toBe(
      'alias set store http://s u p\nmb --ignore-existing store/b\nanonymous set private store/b',
    );
    expect(await refused(POSTGRES, runWith('false'))).toContain('exit code 1');
  });

  test('what cannot be pulled is waited for, and said', async () => {
    expect([...node.missedImages].some((image) => image.startsWith('mirror/minio/minio:'))).toBe(
      true,
    );
    expect((await stage.condition('Ready'))?.status).toBe('False');
    expect((await stage.condition('Ready'))?.message).toContain(
      'minio: StatefulSet: pods are not ready yet',
    );
  });
});
