import { expect, test } from 'vitest';

import { isForHost, isKeyOf, namesOf, readBundle } from '../../../operator/lib/certificate.ts';
import { issue } from '../../support/certificate.ts';

const authority = issue({ commonName: 'corp-ca', authority: true });
const leaf = issue({
  commonName: 'plane.corp.example.com',
  names: ['plane.corp.example.com', '*.apps.corp.example.com'],
  notAfter: '2026-06-01T00:00:00Z',
  issuer: authority,
});

test('a bundle is read block by block, whatever stands between them', () => {
  const blocks = readBundle(`# root\n${authority.certificate}\nmore\n${leaf.certificate}`);
  expect(blocks.map((block) => block.ok && block.value)).toEqual([
    {
      subject: 'CN=corp-ca',
      notBefore: Date.parse('2025-01-01T00:00:00Z'),
      notAfter: Date.parse('2125-01-01T00:00:00Z'),
      isAnchor: true,
    },
    expect.objectContaining({
      notAfter: Date.parse('2026-06-01T00:00:00Z'),
      isAnchor: false,
    }),
  ]);
});

test('a block that is no certificate says why, and the others are read', () => {
  const broken = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
  const [first, second] = readBundle(`${broken}\n${leaf.certificate}`);
  expect(first).toMatchObject({ ok: false });
  expect(second?.ok).toBe(true);
  expect(readBundle('nothing')).toEqual([]);
});

test('what has signed itself is an anchor without being an authority', () => {
  const [own] = readBundle(issue({ commonName: 'self' }).certificate);
  expect(own?.ok === true && own.value.isAnchor).toBe(true);
});

test.each([
  { host: 'plane.corp.example.com', fits: true },
  { host: 'a.apps.corp.example.com', fits: true },
  { host: 'a.b.apps.corp.example.com', fits: false },
  { host: 'other.corp.example.com', fits: false },
])('a certificate is for $host: $fits', ({ host, fits }) => {
  expect(isForHost(leaf.certificate, host)).toBe(fits);
});

test('a common name alone is no name, as browsers see it', () => {
  const named = issue({ commonName: 'plane.corp.example.com' });
  expect(isForHost(named.certificate, 'plane.corp.example.com')).toBe(false);
  expect(namesOf(named.certificate)).toBe('');
});

test('a key is told from another, and from what is none', () => {
  expect(isKeyOf(leaf.certificate, leaf.key)).toEqual({ ok: true, value: true });
  expect(isKeyOf(leaf.certificate, authority.key)).toEqual({ ok: true, value: false });
  expect(isKeyOf(leaf.certificate, 'no key')).toMatchObject({ ok: false });
});
