import { readFile, rm } from 'node:fs/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { noise, Pictures, tarOf, TAR_END } from '../../../support/pictures.ts';
import { gzipSync } from 'node:zlib';
import { wantedImages } from '../../../../operator/cli/images/wanted.ts';
import { IMAGES as MANIFEST } from '../../../../operator/products/plane/images.generated.ts';
import { Workshop } from '../../bundle/workshop.ts';
import { images } from './run.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await Workshop.begin();
});

afterEach(async () => {
  await shop.end();
});

/** A layout with every image of a release, small. */
const release = (
  names = wantedImages('v3.1.2', { companions: true }).map(({ name }) => name),
): Promise<string> =>
  shop.layout(names.map((name) => ({ name, layers: ['base', name], size: 500 })));

const lock = async (...more: readonly string[]): Promise<string> => {
  const file = shop.path('lock.json');
  await rm(file, { force: true });
  await images(
    'lock',
    '--release',
    'v3.1.2',
    '--number',
    '7',
    '--from',
    shop.path('layout'),
    '-o',
    file,
    ...more,
  );
  return file;
};

const CHART = gzipSync(
  Buffer.concat([
    tarOf({
      'plane-operator/Chart.yaml': Buffer.from(
        'apiVersion: v2\nname: plane-operator\nversion: 0.1.0+abc\n',
      ),
      'plane-operator/values.yaml': Buffer.from('{}\n'),
    }),
    TAR_END,
  ]),
);

test('images list names every image of the manifest with a reason', async () => {
  const { out } = await images('list', '--release', 'v3.1.2', '--companions', '--fips');
  for (const { repository, variants } of MANIFEST)
    for (const path of [repository, ...Object.values(variants ?? {})])
      expect(out).toContain(` ${path}:`);
  expect(out).toContain('metrics-server/metrics-server:v0.9.0');
  expect(out).toMatch(
    /^silo .*makeplane\/silo-commercial:v3\.1\.2 +silo: where spec\.plane\.components\.silo\.enabled asks for it$/m,
  );
  const { out: json } = await images('list', '--release', 'v3.1.4', '-o', 'json');
  expect(JSON.parse(json)).toContainEqual(
    expect.objectContaining({ name: 'makeplane/web-commercial:v3.1.4', usedBy: ['web'] }),
  );
});

test('an unknown release is refused by naming those that are known', async () => {
  await expect(images('list', '--release', 'v9.9.9')).rejects.toThrow('use v3.1.2 or v3.1.4');
});

test('a release is locked, bundled with its charts, inspected and verified', async () => {
  await release();
  const file = shop.path('plane.tar');
  const chart = await shop.put('plane-operator-0.1.0.tgz', CHART);
  const crds = await shop.put('crd.yaml', Buffer.from('kind: CustomResourceDefinition\n'));
  const made = await images(
    'bundle',
    '--lock',
    await lock('--companions'),
    '--from',
    shop.path('layout'),
    '--chart',
    chart,
    '--file',
    `crds/crd.yaml=${crds}`,
    '-o',
    file,
    '--json',
  );
  const events = made.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { done: number; all: number });
  expect(events.at(-1)).toMatchObject({ event: 'progress', what: 'bundle' });
  expect(events.at(-1)!.done).toBe(events.at(-1)!.all);
  expect(events.map(({ done }) => done)).toEqual(
    [...events].map(({ done }) => done).sort((a, b) => a - b),
  );

  const { out } = await images('inspect', file);
  expect(out).toContain('v3.1.2, number 7');
  expect(out).toContain('charts/plane-operator:0.1.0_abc');
  expect(out).toContain('files/crds/crd.yaml');
  expect(out).toMatch(/makeplane\/web-commercial:v3\.1\.2 .* linux\/amd64 +sha256:/);
  expect(await images('verify', file)).toMatchObject({
    status: 0,
    out: expect.stringContaining('are as listed') as string,
  });
  expect(await readFile(shop.path('lock.json'))).toEqual(
    await (async () => {
      const bundle = await shop.opened(file);
      const { offset, size } = bundle.places.get('files/release/lock.json')!;
      return Buffer.from(await bundle.bytes.read(offset, size));
    })(),
  );
});

test('a release of which one image is missing is not locked, and all that are missing are named', async () => {
  const names = wantedImages('v3.1.2', {}).map(({ name }) => name);
  await release(names.filter((name) => !/web|silo/.test(name)));
  await expect(lock()).rejects.toThrow(
    /2 of its \d+ images:\n {2}makeplane\/web-commercial:v3\.1\.2 \(web\)\n {2}makeplane\/silo-commercial:v3\.1\.2 \(silo\)$/,
  );
  await expect(readFile(shop.path('lock.json'))).rejects.toThrow('ENOENT');
});

test('a tag that moved after the lock is not bundled in its place', async () => {
  await release();
  const file = await lock();
  const names = wantedImages('v3.1.2', { companions: true }).map(({ name }) => name);
  const moved = await shop.layout(
    names.map((name) => ({
      name,
      layers: ['base', name, ...(name.includes('/web-') ? ['new'] : [])],
      size: 500,
    })),
    'moved',
  );
  await expect(
    images('bundle', '--lock', file, '--from', moved, '-o', shop.path('plane.tar')),
  ).rejects.toThrow(
    /1 of its \d+ images:\n {2}makeplane\/web-commercial:v3\.1\.2@sha256:\w+: the source has sha256:/,
  );
});

test('images that the lock does not name stay out', async () => {
  await release();
  await images(
    'bundle',
    '--lock',
    await lock(),
    '--from',
    shop.path('layout'),
    '-o',
    shop.path('plane.tar'),
  );
  const names = (await shop.opened()).catalog.images.map(({ name }) => name);
  expect(names).toEqual(
    wantedImages('v3.1.2', {})
      .map(({ name }) => name)
      .sort(),
  );
});

test('one volume is checked without the others', async () => {
  await release();
  await images(
    'bundle',
    '--lock',
    await lock(),
    '--from',
    shop.path('layout'),
    '-o',
    shop.path('plane.tar'),
    '--volume-size',
    '66k',
  );
  await rm(shop.path('plane.tar.001'));
  const second = shop.path('plane.tar.002');
  expect(await images('verify', second)).toMatchObject({
    status: 0,
    out: `${second} is as listed\n`,
  });
  await shop.put('plane.tar.002', noise('bad', 66_000));
  expect(await images('verify', second)).toMatchObject({
    status: 1,
    out: expect.stringContaining('carry it again') as string,
  });
});

test('the archive for a node names images as pods do', async () => {
  await release();
  const chart = await shop.put('plane-operator-0.1.0.tgz', CHART);
  await images(
    'bundle',
    '--lock',
    await lock(),
    '--from',
    shop.path('layout'),
    '--chart',
    chart,
    '-o',
    shop.path('plane.tar'),
  );
  await images(
    'export',
    shop.path('plane.tar'),
    '--node',
    shop.path('node.tar'),
    '--registry',
    'registry.corp.example.com/mirror',
  );
  const node = await shop.source(shop.path('node.tar'));
  const wanted = wantedImages('v3.1.2', {})
    .map(({ name }) => name)
    .sort();
  expect(
    node.roots.map(({ descriptor }) => descriptor.annotations?.['io.containerd.image.name']).sort(),
  ).toEqual(wanted.map((name) => `registry.corp.example.com/mirror/${name}`));
});

test('a layout that names an image by its tag alone needs the name', async () => {
  const folder = await new Pictures([{ name: 'latest', layers: ['a'] }]).write(shop.path('layout'));
  const command = ['lock', '--release', 'v3.1.2', '--number', '1', '--from'];
  await expect(images(...command, folder)).rejects.toThrow('write NAME=SOURCE');
  await expect(images(...command, `makeplane/web-commercial:v3.1.2=${folder}`)).rejects.not.toThrow(
    'makeplane/web-commercial:v3.1.2',
  );
});
