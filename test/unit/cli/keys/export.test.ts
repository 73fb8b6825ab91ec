import { readFile, stat } from 'node:fs/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { EXPORTED_ANNOTATION } from '../../../../operator/api/group.ts';
import { KINDS, ref } from '../../../../operator/api/kinds.ts';
import { CERTIFICATES, data, Safe } from './safe.ts';

let safe: Safe;

beforeEach(async () => {
  safe = await Safe.open();
});

afterEach(async () => {
  await safe.close();
});

test('an export is for its owner alone, is noted on the Secret, and never written over', async () => {
  await safe.export();
  expect((await stat(safe.file)).mode & 0o777).toBe(0o600);
  expect((await safe.secret()).metadata.annotations?.[EXPORTED_ANNOTATION]).toMatch(
    /^[0-9a-f]{16}$/,
  );
  await safe.flow.settle();
  expect(await safe.flow.condition('KeysExported')).toBe('True/Exported');
  const before = await readFile(safe.file, 'utf8');
  await expect(safe.export()).rejects.toMatchObject({ code: 'ERR_INPUT' });
  expect(await readFile(safe.file, 'utf8')).toBe(before);
});

test('without a file the export goes to standard output, and what is said of it does not', async () => {
  await safe.export({ output: undefined });
  expect(safe.said.out).toMatch(/^[\w-]+(\.[\w-]*){4}\n$/);
  expect(safe.said.error).toContain('Exported 2 keys of 1 Secrets of plane/plane for "CN=ec-p256"');
});

test('a weak certificate is refused before anything is read or written', async () => {
  safe.flow.cluster.forgetRequests();
  await expect(
    safe.export({ certificate: `${CERTIFICATES}/weak-rsa-1024.crt.pem` }),
  ).rejects.toMatchObject({ code: 'ERR_INPUT' });
  expect(safe.flow.cluster.requests).toEqual([]);
  await expect(readFile(safe.file)).rejects.toThrow('ENOENT');
});

test.each([
  { why: 'missing', change: {}, says: 'plane-keys KEY is MISSING' },
  { why: 'changed', change: { KEY: 'eA==' }, says: 'plane-keys KEY is CHANGED' },
])('keys that are $why are not exported, and nothing is noted', async ({ change, says }) => {
  await safe.put(change);
  await expect(safe.export()).rejects.toThrow(says);
  expect((await safe.secret()).metadata.annotations?.[EXPORTED_ANNOTATION]).toBeUndefined();
  await expect(readFile(safe.file)).rejects.toThrow('ENOENT');
});

test('an installation of which nothing is known is not exported', async () => {
  await expect(safe.export({ name: 'other' })).rejects.toThrow(
    'Cannot find generated Secrets of PlaneInstallation plane/other',
  );
});

test('the kept Secrets of a resource that is gone are exported all the same', async () => {
  await safe.flow.cluster.remove(ref(KINDS.PlaneInstallation, 'plane', 'plane'));
  await safe.flow.settle();
  expect(await safe.export()).toBe(0);
});

test('nothing that is printed or written holds a value', async () => {
  const values = Object.values(data(await safe.secret()));
  expect(values.length).toBeGreaterThan(1);
  await safe.export();
  const output = [await readFile(safe.file, 'utf8'), await safe.fingerprints()];
  await safe.lose();
  await safe.import();
  output.push(safe.said.out);
  await safe.put({ KEY: 'eA==' });
  expect(await safe.import()).toBe(1);
  output.push(safe.said.out, safe.said.error, await safe.fingerprints());
  for (const value of values) {
    expect(output.join()).not.toContain(value);
    expect(output.join()).not.toContain(Buffer.from(value, 'base64').toString());
  }
});

test('fingerprint names every key with its state, and fails when one is lost or changed', async () => {
  expect(await safe.fingerprints()).toMatch(
    /^SECRET +KEY +FINGERPRINT +STATE\nplane-keys +KEY +[0-9a-f]{16} +as remembered\nplane-keys +SPARE +[0-9a-f]{16} +may be drawn again\n$/,
  );
  await safe.put({ KEY: 'eA==' });
  expect(await safe.fingerprints()).toMatch(/KEY +[0-9a-f]{16} +CHANGED\nexit status 1$/);
  await safe.lose();
  expect(await safe.fingerprints()).toMatch(/KEY +- +MISSING\nexit status 1$/);
});

test('fingerprint prints JSON', async () => {
  const [key] = JSON.parse(await safe.fingerprints(undefined, 'json')) as readonly object[];
  expect(key).toEqual({
    secret: 'plane-keys',
    key: 'KEY',
    fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    state: 'as remembered',
  });
});
