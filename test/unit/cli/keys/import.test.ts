import { readFile, writeFile } from 'node:fs/promises';

import { decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { KEYS_ANNOTATION } from '../../../../operator/api/group.ts';
import { Flow } from '../../../support/flow.ts';
import { CERTIFICATES, data, Safe } from './safe.ts';

let safe: Safe;

beforeEach(async () => {
  safe = await Safe.open();
});

afterEach(async () => {
  await safe.close();
});

test.each([
  { name: 'rsa-2048', alg: 'RSA-OAEP-256' },
  { name: 'ec-p256', alg: 'ECDH-ES+A256KW' },
  { name: 'ec-p521', alg: 'ECDH-ES+A256KW' },
])(
  'what is exported for $name comes back as it was, and the installation goes on',
  async ({ name, alg }) => {
    const before = await safe.secret();
    const shown = await safe.fingerprints();
    expect(await safe.export({ certificate: `${CERTIFICATES}/${name}.crt.pem` })).toBe(0);
    expect(decodeProtectedHeader(await readFile(safe.file, 'utf8'))).toMatchObject({
      alg,
      enc: 'A256GCM',
    });
    await safe.lose();
    await safe.flow.settle();
    expect((await safe.flow.status()).findings?.map(({ rule }) => rule)).toEqual(['KeysMissing']);
    expect(await safe.import({ key: `${CERTIFICATES}/${name}.key.pem` })).toBe(0);
    await safe.flow.settle();
    expect(await safe.flow.condition('Ready')).toBe('True/Ready');
    expect(await safe.flow.condition('KeysExported')).toBe('True/Exported');
    const after = await safe.secret();
    expect([data(after), after.metadata.labels]).toEqual([data(before), before.metadata.labels]);
    expect(await safe.fingerprints()).toBe(shown);
  },
);

test('import changes no value that is there, and writes nothing when one differs', async () => {
  await safe.export();
  const { KEY = '', SPARE = '' } = data(await safe.secret());
  await safe.put({ KEY: 'eA==', SPARE });
  const before = await safe.secret();
  expect(await safe.import()).toBe(1);
  expect(safe.said.error).toContain('key "KEY" of Secret "plane-keys" is there with another value');
  expect(await safe.secret()).toEqual(before);
  await safe.put({ KEY });
  expect(await safe.import()).toBe(0);
  expect(data(await safe.secret())).toEqual({ KEY, SPARE });
});

test('import completes a Secret, and leaves a key that may be drawn again', async () => {
  await safe.export();
  const { KEY } = data(await safe.secret());
  await safe.put({ SPARE: 'b3RoZXI=' });
  safe.said.out = '';
  expect(await safe.import()).toBe(0);
  expect(safe.said.out).toContain('Secret plane-keys: completed with KEY; left as they are: SPARE');
  expect(data(await safe.secret())).toEqual({ KEY, SPARE: 'b3RoZXI=' });
  await safe.flow.settle();
  expect(await safe.flow.condition('Ready')).toBe('True/Ready');
});

test('import twice does nothing the second time', async () => {
  await safe.export();
  await safe.lose();
  expect(await safe.import()).toBe(0);
  safe.flow.cluster.forgetRequests();
  safe.said.out = '';
  expect(await safe.import()).toBe(0);
  expect(safe.said.out).toContain('Secret plane-keys: nothing is missing');
  expect(safe.flow.writes()).toEqual([]);
});

test('an import that was interrupted at any request is finished by the next', async () => {
  await safe.export();
  const before = data(await safe.secret());
  const { cluster } = safe.flow;
  for (let crashAt = 1, crashed = true; crashed; crashAt += 1) {
    await safe.lose();
    let count = 0;
    cluster.afterRequest = () => {
      count += 1;
      if (count === crashAt) throw new Error('killed');
    };
    crashed = (await safe.import().catch(() => undefined)) === undefined;
    cluster.afterRequest = undefined;
    expect(await safe.import()).toBe(0);
    expect(data(await safe.secret())).toEqual(before);
    expect(crashAt).toBeLessThan(20);
  }
});

test('keys are brought to another cluster, and under another name, before the resource is', async () => {
  await safe.export();
  const other = new Flow();
  await other.site();
  expect(await safe.import({}, other)).toBe(0);
  expect(await safe.import({ name: 'second' }, other)).toBe(0);
  const before = await safe.secret();
  const second = await other.get('Secret', 'second-keys');
  expect(data(await safe.secret(other))).toEqual(data(before));
  expect(data(second!)).toEqual(data(before));
  expect(second?.metadata.labels).toMatchObject({
    'airgapped.dev/installation': 'second',
    'app.kubernetes.io/instance': 'second',
  });
  expect(second?.metadata.annotations?.[KEYS_ANNOTATION]).toContain('"installation":"second"');
  await other.ask();
  expect(await other.condition('Ready')).toBe('True/Ready');
  expect(await other.condition('KeysExported')).toBe('True/Exported');
  expect(await safe.fingerprints(other)).toBe(await safe.fingerprints());
});

test.each([
  {
    why: 'the key of another certificate',
    key: `${CERTIFICATES}/rsa-2048.key.pem`,
    says: 'is encrypted for key',
  },
  { why: 'a key of another curve', key: `${CERTIFICATES}/ec-p384.key.pem`, says: 'for key' },
  { why: 'a locked key', key: `${CERTIFICATES}/locked.key.pem`, says: 'passphrase' },
  { why: 'no key', key: `${CERTIFICATES}/ec-p256.crt.pem`, says: 'no private key in PEM' },
  { why: 'no file', key: '/nowhere', says: 'Cannot read "/nowhere"' },
])('import with $why fails and says so', async ({ key, says }) => {
  await safe.export();
  await expect(safe.import({ key })).rejects.toMatchObject({
    code: 'ERR_INPUT',
    message: expect.stringContaining(says) as string,
  });
});

test('a damaged export, or something else, is not taken', async () => {
  await safe.export();
  const text = await readFile(safe.file, 'utf8');
  const parts = text.trim().split('.');
  const damaged = [parts[0], parts[1], parts[2], `A${(parts[3] ?? '').slice(1)}B`, parts[4]];
  await writeFile(safe.file, damaged.join('.'));
  await expect(safe.import()).rejects.toThrow('it was damaged or changed');
  await writeFile(safe.file, 'kind: Secret');
  await expect(safe.import()).rejects.toThrow('it is no export of "plane-operator keys export"');
});

test('keys of another life are not brought to an installation that was accepted with its own', async () => {
  const other = new Flow();
  await other.site();
  await other.cluster.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'plane-keys', namespace: 'plane' },
    data: { KEY: 'eA==' },
  });
  await other.ask();
  await safe.export({}, other);
  await safe.lose();
  expect(await safe.import()).toBe(1);
  expect(safe.said.error).toContain(
    'key "KEY" of Secret "plane-keys" is not the one that the installation was accepted with',
  );
  expect(await safe.flow.get('Secret', 'plane-keys')).toBeUndefined();
});
