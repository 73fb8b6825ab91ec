import { symlink } from 'node:fs/promises';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { MEDIA } from '../../../operator/oci/media-types.ts';
import { Pictures } from '../../support/pictures.ts';
import { IMAGES, Workshop } from './workshop.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await Workshop.begin();
});

afterEach(async () => {
  await shop.end();
});

describe('a layout is refused when', () => {
  const write = async (change: (pictures: Pictures) => void): Promise<unknown> => {
    const pictures = new Pictures(IMAGES);
    change(pictures);
    return shop.source(await pictures.write(shop.path('layout')));
  };
  const root = (pictures: Pictures, mediaType: string, value: object): void => {
    pictures.roots.push({ name: 'a/b:1', descriptor: pictures.json(mediaType, value) });
  };
  const config = { mediaType: MEDIA.config, digest: `sha256:${'0'.repeat(64)}`, size: 2 };
  const cases: readonly {
    readonly why: string;
    readonly change: (pictures: Pictures) => void;
    readonly says: string;
  }[] = [
    {
      why: 'a blob is named and absent',
      change: (pictures) => {
        pictures.blobs.delete([...pictures.blobs.keys()][0]!);
      },
      says: 'does not hold it',
    },
    {
      why: 'a manifest has another content',
      change: (pictures) => {
        const { digest } = pictures.roots[0]!.descriptor;
        pictures.blobs.set(digest, Buffer.from('{}'));
      },
      says: 'instead of',
    },
    {
      why: 'one blob has two sizes',
      change: (pictures) => {
        const layer = pictures.put(`${MEDIA.layer}+gzip`, Buffer.from('layer'));
        root(pictures, MEDIA.manifest, {
          schemaVersion: 2,
          config: pictures.json(MEDIA.config, {}),
          layers: [layer, { ...layer, size: 9 }],
        });
      },
      says: 'is said to have',
    },
    {
      why: 'one blob is a manifest and a layer',
      change: (pictures) => {
        const { digest, size } = pictures.roots[0]!.descriptor;
        root(pictures, MEDIA.manifest, {
          schemaVersion: 2,
          config: pictures.json(MEDIA.config, {}),
          layers: [{ mediaType: MEDIA.layer, digest, size }],
        });
      },
      says: 'is named as',
    },
    {
      why: 'an image is a blob',
      change: (pictures) => {
        pictures.roots.push({
          name: 'a/b:1',
          descriptor: pictures.put(MEDIA.layer, Buffer.from('x')),
        });
      },
      says: 'is named as an image',
    },
    {
      why: 'a manifest claims to be an index',
      change: (pictures) => {
        root(pictures, MEDIA.index, { schemaVersion: 2, mediaType: MEDIA.manifest, manifests: [] });
      },
      says: 'says that it is',
    },
    {
      why: 'a manifest has the members of both',
      change: (pictures) => {
        root(pictures, MEDIA.manifest, { schemaVersion: 2, config, layers: [], manifests: [] });
      },
      says: 'has the member "manifests"',
    },
    {
      why: 'indexes are nested deeply',
      change: (pictures) => {
        let inner = pictures.roots[0]!.descriptor;
        for (let level = 0; level < 6; level += 1)
          inner = pictures.json(MEDIA.index, { schemaVersion: 2, manifests: [inner] });
        pictures.roots.push({ name: 'a/b:1', descriptor: inner });
      },
      says: 'is an index in more than 4 others',
    },
    {
      why: 'a manifest is huge',
      change: (pictures) => {
        root(pictures, MEDIA.manifest, {
          schemaVersion: 2,
          config,
          layers: [],
          annotations: { a: 'x'.repeat(5_000_000) },
        });
      },
      says: 'more than 4194304',
    },
    {
      why: 'a manifest is nested deeply',
      change: (pictures) => {
        const deep = JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) as object;
        root(pictures, MEDIA.manifest, { schemaVersion: 2, config, layers: [], extra: deep });
      },
      says: 'is nested deeper than 32',
    },
  ];
  test.each(cases)('$why', async ({ change, says }) => {
    await expect(write(change)).rejects.toThrow(says);
  });

  test('a blob is a link to something outside', async () => {
    const pictures = new Pictures(IMAGES);
    const [first] = pictures.blobs.keys();
    pictures.blobs.delete(first!);
    const folder = await pictures.write(shop.path('layout'));
    await symlink('/etc/hostname', `${folder}/blobs/sha256/${first!.slice(7)}`);
    await expect(shop.source(folder)).rejects.toThrow('does not hold it');
  });
});
