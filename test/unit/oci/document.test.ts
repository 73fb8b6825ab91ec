import { expect, test } from 'vitest';

import { childrenOf, readDocument } from '../../../operator/oci/document.ts';
import { MEDIA } from '../../../operator/oci/media-types.ts';

const digest = `sha256:${'0a'.repeat(32)}`;
const layer = { mediaType: `${MEDIA.layer}+gzip`, digest, size: 3 };
const manifest = {
  schemaVersion: 2,
  mediaType: MEDIA.manifest,
  config: { mediaType: MEDIA.config, digest, size: 2 },
  layers: [layer],
};
const index = {
  schemaVersion: 2,
  manifests: [
    {
      mediaType: MEDIA.manifest,
      digest,
      size: 9,
      platform: { os: 'linux', architecture: 'amd64' },
    },
  ],
};
const read = (value: object, as: string): ReturnType<typeof readDocument> =>
  readDocument(Buffer.from(JSON.stringify(value)), as);

test('readDocument reads a manifest and an index as what they are named', () => {
  expect(read(manifest, MEDIA.manifest)).toMatchObject({ ok: true, value: { role: 'manifest' } });
  expect(read(index, MEDIA.index)).toMatchObject({ ok: true, value: { role: 'index' } });
  expect(read({ ...manifest, mediaType: undefined }, MEDIA.dockerManifest)).toMatchObject({
    ok: true,
  });
});

test.each([
  {
    why: 'a manifest named as an index',
    value: manifest,
    as: MEDIA.index,
    says: 'says that it is',
  },
  {
    why: 'a manifest without a type named as an index',
    value: { ...manifest, mediaType: undefined },
    as: MEDIA.index,
    says: 'has the member "config"',
  },
  {
    why: 'both at once',
    value: { ...manifest, ...index, mediaType: MEDIA.manifest },
    as: MEDIA.manifest,
    says: 'has the member "manifests"',
  },
  {
    why: 'both at once, without a type',
    value: { ...index, layers: [] },
    as: MEDIA.index,
    says: 'has the member "layers"',
  },
  {
    why: 'Docker’s first schema',
    value: { ...manifest, history: [] },
    as: MEDIA.manifest,
    says: 'has the member "history"',
  },
  { why: 'a blob', value: manifest, as: MEDIA.config, says: 'is no index and no manifest' },
  { why: 'a list', value: [], as: MEDIA.manifest, says: 'expected object' },
  {
    why: 'a digest of upper case',
    value: { ...manifest, layers: [{ ...layer, digest: digest.toUpperCase() }] },
    as: MEDIA.manifest,
    says: 'layers.0.digest: is no digest',
  },
  {
    why: 'a digest of another algorithm',
    value: { ...manifest, layers: [{ ...layer, digest: `md5:${'0'.repeat(32)}` }] },
    as: MEDIA.manifest,
    says: 'layers.0.digest',
  },
  {
    why: 'a size below zero',
    value: { ...manifest, layers: [{ ...layer, size: -1 }] },
    as: MEDIA.manifest,
    says: 'layers.0.size',
  },
  {
    why: 'a size that is no number',
    value: { ...manifest, layers: [{ ...layer, size: '3' }] },
    as: MEDIA.manifest,
    says: 'layers.0.size',
  },
  {
    why: 'a media type with a line end',
    value: { ...manifest, layers: [{ ...layer, mediaType: 'a/b\nc' }] },
    as: MEDIA.manifest,
    says: 'layers.0.mediaType',
  },
])('readDocument refuses $why', ({ value, as, says }) => {
  const result = read(value, as);
  expect(result.ok ? 'taken' : result.error).toContain(says);
});

test.each([
  {
    why: 'a layer that may not be distributed',
    change: {
      layers: [
        { ...layer, mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' },
      ],
    },
    says: 'may not be distributed',
  },
  {
    why: 'a manifest among the layers',
    change: { layers: [{ ...layer, mediaType: MEDIA.manifest }] },
    says: 'names the document',
  },
])('childrenOf refuses $why', ({ change, says }) => {
  const document = read({ ...manifest, ...change }, MEDIA.manifest);
  if (!document.ok) throw new Error(document.error);
  const children = childrenOf(document.value);
  expect(children.ok ? 'taken' : children.error).toContain(says);
});
