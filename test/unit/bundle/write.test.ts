import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { verifyContent } from '../../../operator/bundle/verify.ts';
import { digestOf } from '../../../operator/oci/digest.ts';
import { dockerSave, Pictures, tarOf, TAR_END } from '../../support/pictures.ts';
import { IMAGES, Workshop } from './workshop.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await Workshop.begin();
});

afterEach(async () => {
  await shop.end();
});

test('a bundle holds every blob once, and every digest is right', async () => {
  const written = await shop.bundle(await shop.layout());
  const bundle = await shop.opened();
  expect(bundle.digest).toBe(written.digest);
  expect(bundle.catalog.images.map(({ name }) => name)).toEqual([
    'library/postgres:15.7',
    'makeplane/api-commercial:v3.1.2',
    'makeplane/web-commercial:v3.1.2',
  ]);
  // 5 layers (one is shared), 4 configs, 4 manifests, 1 index.
  expect(bundle.catalog.blobs).toHaveLength(14);
  expect(await verifyContent(bundle, { jobs: 2 })).toEqual([]);
  expect((await stat(shop.path('plane.tar'))).size).toBe(written.size);
});

test('equal images give equal bytes, however many are copied at once and whatever they come from', async () => {
  const layout = await shop.layout();
  const files = new Pictures([...IMAGES].reverse()).files();
  const archive = Buffer.concat([tarOf(files), TAR_END]);
  const sources = [
    { from: layout, jobs: 1 },
    { from: layout, jobs: 4 },
    { from: layout, jobs: 16 },
    { from: await shop.put('archive.tar', archive), jobs: 4 },
    { from: await shop.put('archive.tar.gz', gzipSync(archive)), jobs: 4 },
    { from: await shop.put('archive.tar.zst', zstdCompressSync(archive)), jobs: 4 },
  ];
  const digests = new Set<string>();
  for (const [at, { from, jobs }] of sources.entries()) {
    const output = shop.path(`plane-${at}.tar`);
    await shop.bundle(from, { output, jobs });
    digests.add(digestOf(await readFile(output)));
  }
  const again = shop.path('again.tar');
  await shop.bundle(shop.path('plane-0.tar'), { output: again });
  digests.add(digestOf(await readFile(again)));
  expect(digests.size).toBe(1);
});

test('tar unpacks a bundle to an OCI layout, in the order of its list', async () => {
  await shop.bundle(await shop.layout());
  const listed = execFileSync('tar', ['-tf', shop.path('plane.tar')], { encoding: 'utf8' }).split(
    '\n',
  );
  expect(listed.slice(0, 6)).toEqual([
    'oci-layout',
    'bundle.json',
    'index.json',
    'SHA256SUMS',
    'check',
    'files/docs/read-me.txt',
  ]);
  await mkdir(shop.path('out'));
  execFileSync('tar', ['-xf', shop.path('plane.tar'), '-C', shop.path('out')]);
  execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: shop.path('out') });
  await shop.bundle(shop.path('out'), { output: shop.path('again.tar') });
  expect(await readFile(shop.path('again.tar'))).toEqual(await readFile(shop.path('plane.tar')));
});

test('what docker save wrote keeps its layers as they are, compressed or not', async () => {
  const saved = dockerSave([
    { tags: ['postgres:15.7', 'registry:5000/base/postgres:new'], layers: ['pg'] },
    { tags: ['makeplane/web-commercial:v3.1.2'], layers: ['pg', 'web'] },
  ]);
  await shop.bundle(await shop.put('saved.tar', saved));
  const bundle = await shop.opened();
  expect(bundle.catalog.images.map(({ name }) => name)).toEqual([
    'base/postgres:new',
    'library/postgres:15.7',
    'makeplane/web-commercial:v3.1.2',
  ]);
  expect(await verifyContent(bundle, { jobs: 2 })).toEqual([]);
  await shop.bundle(await shop.put('saved.tar.gz', gzipSync(saved)), {
    output: shop.path('again.tar'),
  });
  expect(await readFile(shop.path('again.tar'))).toEqual(await readFile(shop.path('plane.tar')));
});

test('a bundle in volumes is the same bytes, read where they lie, and each volume can be checked alone', async () => {
  const layout = await shop.layout(IMAGES.map((image) => ({ ...image, size: 50_000 })));
  await shop.bundle(layout);
  const { files } = await shop.bundle(layout, {
    output: shop.path('split.tar'),
    volumeBytes: 70_001,
  });
  const volumes = files.filter((file) => /\.\d{3}$/.test(file));
  expect(volumes.length).toBeGreaterThan(3);
  const parts = await Promise.all(volumes.map((file) => readFile(file)));
  expect(parts.slice(0, -1).every((part) => part.length === 70_001)).toBe(true);
  expect(Buffer.concat(parts)).toEqual(await readFile(shop.path('plane.tar')));
  execFileSync('sha256sum', ['--check', '--quiet', 'split.tar.sha256'], { cwd: shop.folder });
  for (const name of ['split.tar', 'split.tar.001']) {
    const bundle = await shop.opened(shop.path(name));
    expect(await verifyContent(bundle, { jobs: 2 })).toEqual([]);
  }
  await rm(shop.path('split.tar.002'));
  await expect(shop.opened(shop.path('split.tar'))).rejects.toThrow('a volume is missing');
});

test('a source that is damaged leaves nothing behind', async () => {
  const folder = await shop.layout();
  const blobs = await readdir(`${folder}/blobs/sha256`);
  const sizes = await Promise.all(
    blobs.map(async (name) => ({
      name,
      size: (await stat(`${folder}/blobs/sha256/${name}`)).size,
    })),
  );
  const [largest] = sizes.sort((a, b) => b.size - a.size);
  const damaged = await readFile(`${folder}/blobs/sha256/${largest!.name}`);
  damaged[100]! ^= 1;
  await shop.put(`layout/blobs/sha256/${largest!.name}`, damaged);
  await expect(shop.bundle(folder)).rejects.toMatchObject({ code: 'ERR_BUNDLE' });
  expect((await readdir(shop.folder)).sort()).toEqual(['layout']);
});

test('an existing file is not written over, and a broken-off run is no hindrance', async () => {
  const layout = await shop.layout();
  await shop.put('plane.tar.part', Buffer.from('left over'));
  await shop.bundle(layout);
  await expect(shop.bundle(layout)).rejects.toMatchObject({ code: 'ERR_INPUT' });
  expect((await readdir(shop.folder)).sort()).toEqual(['layout', 'plane.tar']);
});

test('the script in a bundle checks it with tar, sha256sum and openssl', async () => {
  await shop.bundle(await shop.layout());
  const file = shop.path('plane.tar');
  await shop.put('check', execFileSync('tar', ['-xOf', file, 'check']));
  const check = (): string =>
    execFileSync('sh', [shop.path('check'), file], { encoding: 'utf8', stdio: 'pipe' });
  expect(check()).toContain('19 files are as listed');
  const bytes = await readFile(file);
  const bundle = await shop.opened();
  const { offset } = bundle.places.get(`blobs/sha256/${bundle.catalog.blobs[3]!.digest.slice(7)}`)!;
  bytes[offset + 5]! ^= 1;
  await shop.put('plane.tar', bytes);
  expect(check).toThrow('Command failed');
  expect(await verifyContent(await shop.opened(), { jobs: 2 })).toEqual([
    expect.stringContaining('not the one it is named by'),
  ]);
});
