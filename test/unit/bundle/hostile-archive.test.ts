import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { BLOCK, header } from '../../../operator/oci/tar.ts';
import { forged, Pictures, TAR_END, tarOf } from '../../support/pictures.ts';
import { IMAGES, Workshop } from './workshop.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await Workshop.begin();
});

afterEach(async () => {
  await shop.end();
});

describe('an archive of somebody else is refused when it has', () => {
  const good = new Pictures(IMAGES).files();
  const link = (name: string, target: string): Buffer =>
    forged(forged(header(name, 0), 156, '2'), 157, target);
  const cases: readonly {
    readonly why: string;
    readonly extra: Uint8Array;
    readonly says: string;
  }[] = [
    {
      why: 'a name that climbs',
      extra: tarOf({ 'a/../../b': Buffer.from('x') }),
      says: 'is no name inside it',
    },
    {
      why: 'an absolute name',
      extra: tarOf({ '/etc/passwd': Buffer.from('x') }),
      says: 'is no name inside it',
    },
    {
      why: 'a backslash',
      extra: tarOf({ 'a\\b': Buffer.from('x') }),
      says: 'is no name inside it',
    },
    {
      why: 'a name twice',
      extra: tarOf({ 'index.json': Buffer.from('{}') }),
      says: 'stands in it twice',
    },
    {
      why: 'a name twice, once with a dot',
      extra: tarOf({ './index.json': Buffer.from('{}') }),
      says: 'stands in it twice',
    },
    { why: 'a device', extra: forged(header('dev', 0), 156, '4'), says: 'is a device' },
    {
      why: 'a link that leaves',
      extra: link('a/b', '../../etc/passwd'),
      says: 'is no name inside it',
    },
    {
      why: 'a link to an absolute name',
      extra: link('a', '/etc/passwd'),
      says: 'is no name inside it',
    },
    {
      why: 'a link to a link',
      extra: Buffer.concat([link('a', 'b'), link('b', 'a')]),
      says: 'is a link to',
    },
    { why: 'a size that lies', extra: header('big', 10 ** 9), says: 'is said to have' },
    {
      why: 'a pax header that renames',
      extra: Buffer.concat([
        forged(header('x', 16), 156, 'x'),
        Buffer.from('16 path=../evil\n'.padEnd(BLOCK, '\0')),
        tarOf({ a: Buffer.from('x') }),
      ]),
      says: 'is no name inside it',
    },
    {
      why: 'a pax header that is damaged',
      extra: Buffer.concat([forged(header('x', 16), 156, 'x'), Buffer.alloc(BLOCK, 'x')]),
      says: 'a pax header is damaged',
    },
    {
      why: 'a global pax header that renames',
      extra: Buffer.concat([
        forged(header('x', 11), 156, 'g'),
        Buffer.from('11 path=ab\n'.padEnd(BLOCK, '\0')),
      ]),
      says: 'a global header',
    },
    {
      why: 'a long name that climbs',
      extra: Buffer.concat([
        forged(header('././@LongLink', 8), 156, 'L'),
        Buffer.from('../evil\0'.padEnd(BLOCK, '\0')),
        tarOf({ a: Buffer.from('x') }),
      ]),
      says: 'is no name inside it',
    },
    {
      why: 'an extension of a megabyte',
      extra: forged(header('x', 2 ** 20), 156, 'x'),
      says: 'more than there are',
    },
    {
      why: 'a wrong checksum',
      extra: Buffer.concat([Buffer.from('x'), header('a', 0).subarray(1)]),
      says: 'wrong checksum',
    },
  ];
  test.each(cases)('$why', async ({ extra, says }) => {
    const file = await shop.put('archive.tar', Buffer.concat([tarOf(good), extra, TAR_END]));
    await expect(shop.source(file)).rejects.toThrow(says);
  });

  test('nothing of these, it is taken', async () => {
    const extra = tarOf({ './docs/a.txt': Buffer.from('x') });
    const file = await shop.put('archive.tar', Buffer.concat([tarOf(good), extra, TAR_END]));
    expect((await shop.source(file)).roots).toHaveLength(3);
  });
});

test.each([
  { why: 'a text', bytes: Buffer.from('hello'), says: 'it is no tar archive' },
  { why: 'nothing', bytes: Buffer.alloc(0), says: 'it ends inside a header' },
  {
    why: 'an archive of other things',
    bytes: Buffer.concat([tarOf({ a: Buffer.from('x') }), TAR_END]),
    says: 'holds neither',
  },
  {
    why: 'gzip that is cut off',
    bytes: gzipSync(Buffer.concat([tarOf(new Pictures(IMAGES).files()), TAR_END])).subarray(
      0,
      5000,
    ),
    says: 'it cannot be decompressed',
  },
])('$why is no source', async ({ bytes, says }) => {
  await expect(shop.source(await shop.put('file', bytes))).rejects.toThrow(says);
});
