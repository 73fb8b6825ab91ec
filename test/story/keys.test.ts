import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { newest, Stage } from './stage.ts';

const CERTIFICATES = 'test/support/certificates';

/** What a call of the program came to. */
interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

describe.each(newest)('keys outlive their Secret on Kubernetes %s', (minor) => {
  let stage: Stage;
  let kubeconfig: string;

  /** The program as a person runs it: a process of its own. */
  const keys = (command: string, ...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        ['operator/main.ts', 'keys', command, '--kubeconfig', kubeconfig, ...args],
        { timeout: 60_000 },
        (error, out, said) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
          resolve({ code, out, error: said });
        },
      );
    });
  const fingerprint = (): Promise<Ran> => keys('fingerprint', '-n', 'plane', 'plane');
  const data = async (name: string): Promise<Readonly<Record<string, string>>> =>
    (await stage.live<{ data: Record<string, string> }>('secret', name)).data;
  const findings = (...wanted: readonly string[]): Promise<true> =>
    stage.until(wanted.join(' and '), async () => {
      const found = await stage.findings();
      return wanted.every((rule) => found.includes(rule)) && found.length === wanted.length;
    });
  const lose = (...names: readonly string[]): Promise<string> =>
    stage.in('delete', 'secret', ...names, '--wait=true');
  /** Everything that runs, with the copies that pods read: equal texts mean that nothing was touched. */
  const running = async (): Promise<string> => {
    const copies = await stage.list<{ metadata: { name: string; uid: string } }>('secrets');
    const read = copies.filter(({ metadata: { name } }) => /-[0-9a-f]{10}$/.test(name));
    return `${await stage.workloads()}${JSON.stringify(read.map(({ metadata }) => metadata.uid))}`;
  };

  beforeAll(async () => {
    stage = await Stage.open(minor);
    kubeconfig = await stage.cluster.kubeconfig();
    await stage.kubectl.run(['apply', '-f', 'scripts/demo-files/plane.yaml']);
    await stage.wait('Ready', 150);
  }, 240_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  test.each(['rsa-2048', 'ec-p256'])(
    'keys exported for %s come back after they were lost, and nothing was touched meanwhile',
    async (name) => {
      const file = join(stage.cluster.dir, `${name}.jwe`);
      const before = { keys: await data('plane-keys'), login: await data('plane-postgres-login') };
      const shown = await fingerprint();
      expect(shown.code).toBe(0);
      const exported = await keys(
        'export',
        ...['-n', 'plane', 'plane', '--to', `${CERTIFICATES}/${name}.crt.pem`, '-o', file],
      );
      expect(exported).toMatchObject({ code: 0, out: '' });
      await stage.wait('KeysExported');
      const text = await readFile(file, 'utf8');
      for (const value of Object.values(before.keys)) expect(text).not.toContain(value);

      const untouched = await running();
      await lose('plane-keys', 'plane-postgres-login');
      await findings('KeysMissing metadata.name', 'KeysMissing metadata.name');
      await stage.ask((spec) => {
        spec.plane.components['worker'] = { replicas: 5 };
      });
      await findings('KeysMissing metadata.name', 'KeysMissing metadata.name');
      expect((await stage.condition('Available'))?.status).toBe('True');
      expect((await stage.condition('KeysExported'))?.reason).toBe('KeysMissing');
      expect((await fingerprint()).code).toBe(1);
      expect(await running()).toBe(untouched);

      const key = `${CERTIFICATES}/${name}.key.pem`;
      const imported = await keys('import', '-f', file, '--key', key);
      expect(imported).toMatchObject({ code: 0, error: '' });
      await stage.wait('Ready');
      await stage.wait('KeysExported');
      expect(await data('plane-keys')).toEqual(before.keys);
      expect(await data('plane-postgres-login')).toEqual(before.login);
      expect(await fingerprint()).toEqual(shown);
      await stage.ask();
      await stage.wait('Ready');
    },
    180_000,
  );

  test('a changed key stops the operator, pods keep the old one, and import does not overwrite it', async () => {
    const file = join(stage.cluster.dir, 'ec-p256.jwe');
    const before = await data('plane-keys');
    const untouched = await running();
    await stage.in(
      'patch',
      'secret',
      'plane-keys',
      '--type=merge',
      '-p',
      '{"stringData":{"SECRET_KEY":"another"}}',
    );
    await findings('KeysChanged metadata.name');
    const command = ['import', '-f', file, '--key', `${CERTIFICATES}/ec-p256.key.pem`] as const;
    expect(await keys(...command)).toMatchObject({
      code: 1,
      error: expect.stringContaining('key "SECRET_KEY" of Secret "plane-keys"') as string,
    });
    expect(await running()).toBe(untouched);
    await lose('plane-keys');
    expect((await keys(...command)).code).toBe(0);
    await stage.wait('Ready');
    expect(await data('plane-keys')).toEqual(before);
  }, 120_000);

  test('one lost key is completed, a key that may be drawn again is', async () => {
    const file = join(stage.cluster.dir, 'rsa-2048.jwe');
    const before = await data('plane-keys');
    const remove = (key: string): Promise<string> =>
      stage.in(
        'patch',
        'secret',
        'plane-keys',
        '--type=json',
        '-p',
        JSON.stringify([{ op: 'remove', path: `/data/${key}` }]),
      );
    await remove('AES_SECRET_KEY');
    await findings('KeysMissing metadata.name');
    const key = `${CERTIFICATES}/rsa-2048.key.pem`;
    expect((await keys('import', '-f', file, '--key', key)).code).toBe(0);
    await stage.wait('Ready');
    expect(await data('plane-keys')).toEqual(before);
    await remove('LIVE_SERVER_SECRET_KEY');
    await stage.until('a new key', async () => {
      const { LIVE_SERVER_SECRET_KEY: drawn } = await data('plane-keys');
      return drawn !== undefined && drawn !== before['LIVE_SERVER_SECRET_KEY'];
    });
    await stage.wait('Ready');
    expect(await data('plane-keys')).toMatchObject({ SECRET_KEY: before['SECRET_KEY'] });
  }, 120_000);

  test('a published key that somebody brings keeps a new installation back', async () => {
    await stage.in(
      'create',
      'secret',
      'generic',
      'second-keys',
      '--from-literal=SECRET_KEY=60gp0byfz2dvffa45cxl20p1scy9xbpf6d8c5y0geejgkyp1b5',
    );
    const resource = JSON.parse(await stage.in('get', 'plane', 'plane', '-o', 'json')) as {
      metadata: object;
      status?: object;
    };
    delete resource.status;
    await stage.kubectl.apply({ ...resource, metadata: { name: 'second', namespace: 'plane' } });
    const rules = async (): Promise<readonly string[]> =>
      ((await stage.live('plane', 'second')).status?.findings ?? []).map(({ rule }) => rule);
    await stage.until('the finding', async () => (await rules()).includes('PublishedSecret'));
    expect(await stage.get('statefulset', 'second-postgres')).toBeUndefined();
    await stage.in('delete', 'plane', 'second', '--timeout=60s');
  }, 120_000);
});
