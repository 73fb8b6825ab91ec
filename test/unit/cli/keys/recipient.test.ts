import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { keyIdOf, recipientOf } from '../../../../operator/cli/keys/recipient.ts';

const NOW = Date.parse('2030-01-01T00:00:00Z');
const pem = (name: string): string => readFileSync(`test/support/certificates/${name}.pem`, 'utf8');

test.each([
  { name: 'rsa-2048', alg: 'RSA-OAEP-256' },
  { name: 'ec-p256', alg: 'ECDH-ES+A256KW' },
  { name: 'ec-p384', alg: 'ECDH-ES+A256KW' },
  { name: 'ec-p521', alg: 'ECDH-ES+A256KW' },
])(
  'recipientOf takes a certificate with a $name key, known by what its private key gives too',
  ({ name, alg }) => {
    const recipient = recipientOf('cert.pem', pem(`${name}.crt`), NOW);
    expect(recipient).toMatchObject({ alg, subject: `CN=${name}` });
    const own = createPublicKey(createPrivateKey(pem(`${name}.key`)));
    expect(recipient.keyId).toBe(keyIdOf(own));
  },
);

test.each([
  { why: 'a short RSA key', text: pem('weak-rsa-1024.crt'), says: 'its RSA key has 1024 bits' },
  { why: 'another curve', text: pem('weak-ec-secp256k1.crt'), says: 'on the curve secp256k1' },
  { why: 'a key that only signs', text: pem('ed25519.crt'), says: 'of the type ed25519' },
  { why: 'an RSA key that only signs', text: pem('rsa-pss.crt'), says: 'of the type rsa-pss' },
  { why: 'a private key', text: pem('ec-p256.key'), says: 'holds a private key' },
  { why: 'no certificate', text: 'hello', says: 'Cannot use "cert.pem" as a certificate' },
  {
    why: 'both in one file',
    text: `${pem('ec-p256.crt')}${pem('ec-p256.key')}`,
    says: 'holds a private key',
  },
])('recipientOf refuses $why', ({ text, says }) => {
  expect(() => recipientOf('cert.pem', text, NOW)).toThrow(
    expect.objectContaining({
      code: 'ERR_INPUT',
      message: expect.stringContaining(says) as string,
    }) as Error,
  );
});

test.each(['2020-01-01T00:00:00Z', '2200-01-01T00:00:00Z'])(
  'recipientOf refuses a certificate that is not valid on %s',
  (at) => {
    expect(() => recipientOf('cert.pem', pem('ec-p256.crt'), Date.parse(at))).toThrow(
      'it is valid from',
    );
  },
);

test('recipientOf says what would be accepted', () => {
  expect(() => recipientOf('cert.pem', pem('weak-rsa-1024.crt'), NOW)).toThrow(
    'use a certificate with an RSA key of 2048 bits or more, or an EC key on P-256, P-384, P-521',
  );
});
