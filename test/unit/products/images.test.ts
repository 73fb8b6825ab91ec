import { readFileSync } from 'node:fs';

import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';

import { imagesOf } from '../../../operator/products/images.ts';
import type { ManifestImage } from '../../../operator/products/images.ts';

const manifest = load(readFileSync('images-manifest/images.yaml', 'utf8'));
const schema = z.fromJSONSchema(
  JSON.parse(readFileSync('images-manifest/schema.json', 'utf8')) as Parameters<
    typeof z.fromJSONSchema
  >[0],
);
const line: ManifestImage = {
  key: 'web',
  repository: 'makeplane/web-commercial',
  tag: 'release',
  usedBy: ['web'],
  when: 'always',
};

describe('schema.json', () => {
  test('accepts the manifest', () => {
    expect(schema.safeParse(manifest).error).toBeUndefined();
  });

  test.each([
    { why: 'a tag that moves', change: { tag: 'latest' } },
    { why: 'a reference with a tag for a repository', change: { repository: 'library/a:1' } },
    { why: 'a repository without its library', change: { repository: 'postgres' } },
    { why: 'an unknown member', change: { digest: 'sha256:0' } },
    { why: 'nobody who uses it', change: { usedBy: [] } },
  ])('refuses $why', ({ change }) => {
    expect(schema.safeParse({ images: [line] }).success).toBe(true);
    expect(schema.safeParse({ images: [{ ...line, ...change }] }).success).toBe(false);
  });
});

test('the manifest has one line for each key and release', () => {
  const { images } = manifest as { readonly images: readonly ManifestImage[] };
  const keys = images.map(({ key, releases = [] }) => `${key} ${releases.join()}`);
  expect(new Set(keys).size).toBe(keys.length);
});

test('imagesOf gives the vendor’s images the version and leaves out lines of other releases', () => {
  const lines = [line, { ...line, key: 'store', tag: '15', releases: ['v1.0.0'] }];
  expect(imagesOf('v1.0.0', lines)).toEqual({
    web: { repository: 'makeplane/web-commercial', tag: 'v1.0.0' },
    store: { repository: 'makeplane/web-commercial', tag: '15' },
  });
  expect(Object.keys(imagesOf('v1.1.0', lines))).toEqual(['web']);
});
