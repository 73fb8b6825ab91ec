import { readFile, writeFile } from 'node:fs/promises';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Place } from '../../../operator/bundle/catalog.ts';
import { BLOCK, header } from '../../../operator/oci/tar.ts';
import { forged, tarOf } from '../../support/pictures.ts';
import { Workshop } from './workshop.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await Workshop.begin();
});

afterEach(async () => {
  await shop.end();
});

describe('a changed bundle is refused before anything is read from it', () => {
  type Change = (bytes: Buffer, place: (path: string) => Place) => Buffer;
  const before = (bytes: Buffer, at: number, extra: Uint8Array): Buffer =>
    Buffer.concat([bytes.subarray(0, at), extra, bytes.subarray(at)]);
  const blob = 'blobs/sha256/';
  const file = tarOf({ 'evil.txt': Buffer.from('evil') });
  const inHeader =
    (at: number, text: string): Change =>
    (bytes, place) => {
      const { offset } = place(blob);
      forged(bytes.subarray(offset - BLOCK, offset), at, text).copy(bytes, offset - BLOCK);
      return bytes;
    };
  const cases: readonly { readonly why: string; readonly change: Change }[] = [
    { why: 'a name that climbs', change: inHeader(0, '../../etc/passwd\0') },
    { why: 'an absolute name', change: inHeader(0, '/etc/passwd\0') },
    { why: 'a digest of upper case', change: inHeader(13, 'ABCDEF') },
    { why: 'a symbolic link', change: inHeader(156, '2') },
    { why: 'a hard link', change: inHeader(156, '1') },
    { why: 'a device', change: inHeader(156, '3') },
    { why: 'a folder', change: inHeader(156, '5') },
    { why: 'a link target', change: inHeader(157, '/etc/passwd') },
    { why: 'a size that lies', change: inHeader(124, '00000000001\0') },
    { why: 'a binary size that lies', change: inHeader(124, '\x80\0\0\0\0\0\0\0\0\0\0\x09') },
    { why: 'an executable mode', change: inHeader(100, '0004755\0') },
    { why: 'an owner', change: inHeader(265, 'root') },
    { why: 'a prefix', change: inHeader(345, 'outside') },
    {
      why: 'a pax override in front',
      change: (bytes, place) =>
        before(
          bytes,
          place(blob).offset - BLOCK,
          Buffer.concat([
            forged(header('x', 30), 156, 'x'),
            Buffer.from('30 path=../../../../etc/passwd\n'.padEnd(BLOCK, '\0')),
          ]),
        ),
    },
    {
      why: 'a file that is not listed',
      change: (bytes, place) => before(bytes, place(blob).offset - BLOCK, file),
    },
    {
      why: 'a file behind the end that is not listed',
      change: (bytes) => before(bytes, bytes.length - 2 * BLOCK, file),
    },
    {
      why: 'a signature of an odd name',
      change: (bytes) =>
        before(bytes, bytes.length - 2 * BLOCK, tarOf({ 'signatures/../x.sig': Buffer.from('x') })),
    },
    {
      why: 'a signature twice',
      change: (bytes) =>
        before(
          bytes,
          bytes.length - 2 * BLOCK,
          Buffer.concat(
            [1, 2].map(() => tarOf({ [`signatures/${'0'.repeat(16)}.sig`]: Buffer.from('x') })),
          ),
        ),
    },
    {
      why: 'a signature of 5000 bytes',
      change: (bytes) =>
        before(
          bytes,
          bytes.length - 2 * BLOCK,
          tarOf({ [`signatures/${'0'.repeat(16)}.sig`]: Buffer.alloc(5000, 1) }),
        ),
    },
    { why: 'bytes behind the end', change: (bytes) => Buffer.concat([bytes, Buffer.from('more')]) },
    { why: 'a second archive behind the first', change: (bytes) => Buffer.concat([bytes, bytes]) },
    { why: 'no end', change: (bytes) => bytes.subarray(0, bytes.length - 2 * BLOCK) },
    { why: 'half of it', change: (bytes) => bytes.subarray(0, bytes.length / 2) },
    {
      why: 'a word between two files',
      change: (bytes, place) => {
        const { offset, size } = place('bundle.json');
        bytes.write('x', offset + size);
        return bytes;
      },
    },
    {
      why: 'an index that differs from the catalog',
      change: (bytes, place) => {
        bytes.write('"schemaVersion":3', place('index.json').offset + 1);
        return bytes;
      },
    },
    {
      why: 'sums that differ from the catalog',
      change: (bytes, place) => {
        bytes.write('0', place('SHA256SUMS').offset);
        bytes.write('1', place('SHA256SUMS').offset + 1);
        return bytes;
      },
    },
    {
      why: 'a catalog with blanks',
      change: (bytes, place) => {
        const { offset } = place('bundle.json');
        bytes.write(' ', offset + 1);
        return bytes;
      },
    },
  ];

  test.each(cases)('$why', async ({ change }) => {
    await shop.bundle(await shop.layout());
    const { places } = await shop.opened();
    const bytes = await readFile(shop.path('plane.tar'));
    const find = (start: string): Place =>
      [...places.values()].find(({ path }) => path.startsWith(start))!;
    await writeFile(shop.path('forged.tar'), change(bytes, find));
    await expect(shop.opened(shop.path('forged.tar'))).rejects.toMatchObject({
      code: 'ERR_BUNDLE',
    });
  });

  test('a manifest that was exchanged', async () => {
    await shop.bundle(await shop.layout());
    const { places, catalog } = await shop.opened();
    const bytes = await readFile(shop.path('plane.tar'));
    const { offset } = places.get(`${blob}${catalog.images[0]!.digest.slice(7)}`)!;
    bytes[offset + 20]! ^= 1;
    await writeFile(shop.path('forged.tar'), bytes);
    await expect(shop.opened(shop.path('forged.tar'))).rejects.toThrow('has the digest');
  });
});
