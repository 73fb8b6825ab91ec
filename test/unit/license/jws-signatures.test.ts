import { constants, sign } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { claims, compact, es256 } from '../../support/license.ts';
import type { Signer } from '../../support/license.ts';
import { PADDINGS, rawRsa } from './jws-padding.ts';
import { EC, outcome, RSA } from './kit.ts';

const pin = (text: string): { name: string; text: string }[] => [{ name: 'vendor.pem', text }];

describe('RS256 padding', () => {
  const token = (signer: Signer): string =>
    compact({ header: { alg: 'RS256' }, payload: claims(), signer });

  test('the encoded message that PKCS #1 asks for is accepted', async () => {
    expect(await outcome(token(rawRsa(RSA)))).toBe('ok');
  });

  test.each(Object.entries(PADDINGS))('%s', async (_, padding) => {
    expect(await outcome(token(rawRsa(RSA, padding)))).toBe('Signature');
  });

  test.each(['sha1', 'sha384', 'sha512'])('a signature with %s', async (hash) => {
    expect(await outcome(token((input) => sign(hash, input, RSA.privateKey)))).toBe('Signature');
  });

  test('a PSS signature', async () => {
    const { RSA_PKCS1_PSS_PADDING: padding } = constants;
    const pss: Signer = (input) => sign('sha256', input, { key: RSA.privateKey, padding });
    expect(await outcome(token(pss))).toBe('Signature');
  });

  test.each([0, 1, 2 ** 31])('the number %d as signature', async (number) => {
    const bytes = Buffer.alloc(256);
    bytes.writeUInt32BE(number, 252);
    expect(await outcome(token(() => bytes))).toBe('Signature');
  });

  test.each([0, 1])('the modulus less %d as signature', async (less) => {
    const n = Buffer.from(RSA.publicKey.export({ format: 'jwk' }).n ?? '', 'base64url');
    n[255] = (n[255] ?? 0) - less;
    expect(await outcome(token(() => n))).toBe('Signature');
  });
});

describe('ES256 numbers', () => {
  const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const bytes = (value: bigint, size = 32): string => value.toString(16).padStart(size * 2, '0');
  const token = (signature: string): string =>
    compact({
      header: { alg: 'ES256' },
      payload: claims(),
      signer: () => Buffer.from(signature, 'hex'),
    });
  const good = es256(EC);
  const edges = { 0: 0n, 1: 1n, 'n-1': N - 1n, n: N, 'n+1': N + 1n, '2^256-1': 2n ** 256n - 1n };
  const pairs = Object.entries(edges).flatMap(([rName, r]) =>
    Object.entries(edges).map(([sName, s]) => ({ name: `r = ${rName}, s = ${sName}`, r, s })),
  );

  test.each(pairs)('$name', async ({ r, s }) => {
    expect(await outcome(token(bytes(r) + bytes(s)), pin(EC.pem))).toBe('Signature');
  });

  test.each([
    {
      why: 'zeros after each number',
      change: (r: bigint, s: bigint) => `${bytes(r)}00${bytes(s)}00`,
    },
    {
      why: 'zeros before each number',
      change: (r: bigint, s: bigint) => `00${bytes(r)}00${bytes(s)}`,
    },
    { why: 'zeros at the end', change: (r: bigint, s: bigint) => `${bytes(r)}${bytes(s)}0000` },
    { why: 'r above the order', change: (r: bigint, s: bigint) => bytes(r + N, 33) + bytes(s, 33) },
    { why: 's above the order', change: (r: bigint, s: bigint) => bytes(r, 33) + bytes(s + N, 33) },
    {
      why: 'r and s changed for each other',
      change: (r: bigint, s: bigint) => bytes(s) + bytes(r),
    },
    { why: 'four times as long', change: (r: bigint, s: bigint) => bytes(r, 128) + bytes(s, 128) },
    { why: 'r alone', change: (r: bigint) => bytes(r) },
  ])('$why', async ({ change }) => {
    const made = compact({
      header: { alg: 'ES256' },
      payload: claims(),
      signer: (input) => {
        const signature = good(input).toString('hex');
        const r = BigInt(`0x${signature.slice(0, 64)}`);
        return Buffer.from(change(r, BigInt(`0x${signature.slice(64)}`)), 'hex');
      },
    });
    expect(await outcome(made, pin(EC.pem))).toBe('Signature');
  });
});
