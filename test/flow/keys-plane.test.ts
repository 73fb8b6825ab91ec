import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, expect, test } from 'vitest';

import { KINDS, ref } from '../../operator/api/kinds.ts';
import { check } from '../../operator/cli/check.ts';
import { toYaml } from '../../operator/lib/yaml.ts';
import { PRODUCTS } from '../../operator/products/index.ts';
import { Flow } from '../support/flow.ts';
import { aSpec } from '../support/rule-input.ts';

const EMBEDDED = { version: 'v3.1.2' };
const EXTERNAL = {
  ...EMBEDDED,
  database: { external: { secretRef: { name: 'database' } } },
};

let flow: Flow;

beforeEach(async () => {
  flow = new Flow(PRODUCTS);
  await flow.site();
});

const findings = async (): Promise<readonly string[] | undefined> =>
  (await flow.status()).findings?.map(({ rule, message }) => `${rule} ${message}`);
const lose = async (...names: readonly string[]): Promise<void> => {
  for (const name of names) await flow.cluster.remove(ref(KINDS.Secret, name, 'plane'));
  await flow.settle();
};
const valueOf = async (name: string): Promise<unknown> =>
  (await flow.get('Secret', name))?.['data'];

test.each(['plane-keys', 'plane-postgres-login', 'plane-rabbitmq-login', 'plane-minio-login'])(
  '%s is not drawn twice',
  async (name) => {
    await flow.ask(EMBEDDED);
    expect(await flow.condition('Ready')).toBe('True/Ready');
    await lose(name);
    expect(await findings()).toEqual([
      `KeysMissing Secret "${name}" is gone, and data that needs it may exist: it was in use before`,
    ]);
    expect(await valueOf(name)).toBeUndefined();
  },
);

test('the login of the cache is drawn again, for nothing that is stored depends on it', async () => {
  await flow.ask(EMBEDDED);
  const before = await valueOf('plane-valkey-login');
  await lose('plane-valkey-login');
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect(await valueOf('plane-valkey-login')).not.toEqual(before);
});

test('volumes that outlived the resource speak for data of the next of its name', async () => {
  await flow.ask(EMBEDDED);
  await flow.cluster.remove(ref(KINDS.PlaneInstallation, 'plane', 'plane'));
  await flow.settle();
  await lose('plane-keys', 'plane-postgres-login');
  await flow.ask(EMBEDDED);
  const why =
    'is gone, and data that needs it may exist: volume claim "data-plane-postgres-0" is there';
  expect(await findings()).toEqual([
    `KeysMissing Secret "plane-keys" ${why}`,
    `KeysMissing Secret "plane-postgres-login" ${why}`,
  ]);
  expect(await flow.get('StatefulSet', 'plane-postgres')).toBeUndefined();
});

test('the volume of the monitor speaks for data in a database of somebody else', async () => {
  await flow.cluster.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'database', namespace: 'plane' },
    data: { url: Buffer.from('postgresql://plane:0wn@db.plane.svc:5432/plane').toString('base64') },
  });
  await flow.ask(EXTERNAL);
  expect(await flow.condition('Ready')).toBe('True/Ready');
  await flow.cluster.remove(ref(KINDS.PlaneInstallation, 'plane', 'plane'));
  await flow.settle();
  await lose('plane-keys');
  await flow.ask(EXTERNAL);
  expect(await findings()).toEqual([
    'KeysMissing Secret "plane-keys" is gone, and data that needs it may exist: volume claim "data-plane-monitor-0" is there',
  ]);
});

test('check says beforehand that keys are missing', async () => {
  await flow.ask(EMBEDDED);
  await flow.cluster.remove(ref(KINDS.Secret, 'plane-keys', 'plane'));
  const folder = await mkdtemp(join(tmpdir(), 'plane-check-'));
  const file = join(folder, 'plane.yaml');
  await writeFile(
    file,
    toYaml({
      apiVersion: 'airgapped.dev/v1alpha1',
      kind: 'PlaneInstallation',
      metadata: { name: 'plane', namespace: 'plane' },
      spec: aSpec(EMBEDDED),
    }),
  );
  let out = '';
  const console = {
    out: (text: string) => {
      out += text;
    },
    error: () => undefined,
  };
  const status = await check({ file, output: 'text', cluster: flow.cluster }, PRODUCTS, console);
  await rm(folder, { recursive: true });
  expect(status).toBe(1);
  expect(out).toContain('[KeysMissing]');
});
