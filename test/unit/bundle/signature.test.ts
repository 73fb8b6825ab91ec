import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { signatureProblems, signWith } from '../../../operator/bundle/signature.ts';
import { images } from '../cli/images/run.ts';
import { Workshop } from './workshop.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await Workshop.begin();
});

afterEach(async () => {
  await shop.end();
});

type Kind = keyof typeof MAKE;

/** Writes a pair of keys. */
async function pair(
  name: string,
  kind: Kind,
): Promise<{ readonly own: string; readonly shown: string }> {
  const { publicKey, privateKey } = MAKE[kind]();
  const text = { type: 'pkcs8', format: 'pem' } as const;
  return {
    own: await shop.put(`${name}.key`, Buffer.from(privateKey.export(text))),
    shown: await shop.put(
      `${name}.pem`,
      Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })),
    ),
  };
}

const MAKE = {
  ec: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ed25519: () => generateKeyPairSync('ed25519'),
  rsa: () => generateKeyPairSync('rsa', { modulusLength: 3072 }),
  weak: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
} as const;

const pem = async (file: string): Promise<{ readonly file: string; readonly text: string }> => ({
  file,
  text: await readFile(file, 'utf8'),
});

/** A bundle that the holders of these keys signed. */
async function signed(...keys: readonly string[]): Promise<string> {
  const pems = await Promise.all(keys.map(pem));
  await shop.bundle(await shop.layout(), {
    sign: (sums) => pems.map((key) => signWith(key, sums)),
  });
  return shop.path('plane.tar');
}

test.each(['ec', 'ed25519', 'rsa'] as const)(
  '%s: openssl and we agree on who signed',
  async (kind) => {
    const [good, other] = [await pair('good', kind), await pair('other', kind)];
    const file = await signed(good.own);
    await shop.put('check', execFileSync('tar', ['-xOf', file, 'check']));
    const check = (key: string): string =>
      execFileSync('sh', [shop.path('check'), file, key], { encoding: 'utf8', stdio: 'pipe' });
    expect(check(good.shown)).toContain('signed by the holder of');
    expect(() => check(other.shown)).toThrow('Command failed');
    expect((await images('verify', file, '--key', good.shown)).status).toBe(0);
    await expect(images('verify', file, '--key', other.shown)).rejects.toThrow(
      'it is not signed by the key',
    );
  },
);

test('each of two keys must have signed', async () => {
  const [one, two] = [await pair('one', 'ec'), await pair('two', 'ed25519')];
  const both = ['--key', one.shown, '--key', two.shown];
  await expect(images('verify', await signed(one.own), ...both)).rejects.toThrow('two.pem');
  await shop.bundle(shop.path('layout'), {
    output: shop.path('both.tar'),
    sign: (sums) =>
      [one, two].map(({ own }) =>
        signWith({ file: own, text: execFileSync('cat', [own], { encoding: 'utf8' }) }, sums),
      ),
  });
  expect((await images('verify', shop.path('both.tar'), ...both)).status).toBe(0);
});

test('a signature of another content is none', async () => {
  const key = await pair('key', 'ec');
  const signature = signWith(await pem(key.own), Buffer.from('another list'));
  const bundle = { sums: Buffer.from('this list'), signatures: [signature] };
  expect(signatureProblems(bundle, [await pem(key.shown)])).toEqual([
    expect.stringContaining('is not over this content'),
  ]);
});

test('a bundle older than the last push is refused, however well it is signed', async () => {
  const key = await pair('key', 'ec');
  const file = await signed(key.own);
  const { receiptText } = await import('../../../operator/bundle/receipt.ts');
  const receipt = (number: number): Buffer =>
    Buffer.from(receiptText({ release: 'v3.1.4', number, images: [], manifests: [], blobs: [] }));
  const verify = [
    'verify',
    file,
    '--key',
    key.shown,
    '--after',
    await shop.put('last.txt', receipt(8)),
  ];
  await expect(images(...verify)).rejects.toThrow(
    'it has the number 7, and v3.1.4, number 8, was pushed already',
  );
  await shop.put('last.txt', receipt(7));
  expect((await images(...verify)).status).toBe(0);
});

test.each([
  { why: 'a weak key', name: 'weak.key', says: 'its key is rsa 2048' },
  { why: 'no key', name: 'none', says: 'it holds no key' },
])('$why does not sign', async ({ name, says }) => {
  await pair('weak', 'weak');
  await shop.put('none', Buffer.from('hello'));
  const key = await pem(shop.path(name));
  expect(() => signWith(key, Buffer.from('x'))).toThrow(says);
});

test('a private key is not taken for a public one', async () => {
  const { own } = await pair('key', 'ec');
  await expect(images('verify', await signed(own), '--key', own)).rejects.toThrow(
    'it is a private key',
  );
});
