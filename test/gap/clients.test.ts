import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openSource } from '../../operator/bundle/open-source.ts';
import { readDocument } from '../../operator/oci/document.ts';
import { MEDIA } from '../../operator/oci/media-types.ts';
import { startOciRegistry } from '../support/oci-registry.ts';
import type { OciRegistry } from '../support/oci-registry.ts';
import type { Pictures } from '../support/pictures.ts';
import { images } from '../unit/cli/images/run.ts';
import { call, clients } from './clients.ts';
import type { Clients } from './clients.ts';
import { whatIsWrong } from './pulled.ts';
import { RELEASE, Site } from './site.ts';

let site: Site;
let registry: OciRegistry;
let pictures: Pictures;
let bundle: string;
let has: Clients;

const INDEXED = 'library/postgres:15.7-alpine';
const PLAIN = 'makeplane/web-commercial:v3.1.2';

beforeAll(async () => {
  site = await Site.open();
  has = await clients();
  registry = await startOciRegistry({ plain: true });
  pictures = await site.stage('first', RELEASE);
  bundle = await site.bundle('first');
  await site.push(bundle, registry.host, '--plain-http');
  await mkdir(site.path('unpacked'));
  await call('tar', ['-xf', bundle, '-C', site.path('unpacked')]);
});

afterAll(async () => {
  await registry.stop();
  await site.close();
});

const digestOf = (name: string): string =>
  pictures.roots.find((root) => root.name === name)!.descriptor.digest;

/** Every file below a layout's blobs, by name. */
async function blobsOf(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const names = await readdir(`${folder}/blobs/sha256`);
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(`${folder}/blobs/sha256/${name}`)] as const),
    ),
  );
}

/** What a layout holds is byte for byte what was made. */
async function expectSame(folder: string): Promise<void> {
  const found = await blobsOf(folder);
  expect(found.size).toBeGreaterThan(2);
  for (const [name, bytes] of found)
    expect(pictures.blobs.get(`sha256:${name}` as never), name).toEqual(bytes);
}

describe.each(['skopeo', 'crane', 'oras', 'regctl'] as const)('%s', (name) => {
  const program = (): string | undefined => has[name];
  const folder = (what: string): string => site.path(`${name}-${what}`);

  test.for([INDEXED, PLAIN])(
    'pulls %s as it was pushed, byte for byte',
    async (image, { skip }) => {
      const tool = program();
      if (tool === undefined) return skip('skopeo is neither here nor installable');
      const at = `${registry.host}/${image}`;
      const out = folder(`pull-${image.replaceAll(/[^a-z]/g, '')}`);
      if (name === 'skopeo')
        await call(tool, [
          '--insecure-policy',
          'copy',
          '--all',
          '--preserve-digests',
          '--src-tls-verify=false',
          `docker://${at}`,
          `oci:${out}:x`,
        ]);
      if (name === 'crane') await call(tool, ['pull', '--insecure', '--format=oci', at, out]);
      if (name === 'oras')
        await call(tool, ['cp', '--from-plain-http', '--to-oci-layout', at, `${out}:x`]);
      if (name === 'regctl')
        await call(
          tool,
          ['--host', `reg=${registry.host},tls=disabled`, 'image', 'copy', at, `ocidir://${out}:x`],
          { env: { ...process.env, HOME: site.folder } },
        );
      await expectSame(out);
      expect((await blobsOf(out)).has(digestOf(image).slice(7))).toBe(true);
    },
  );

  test('opens our bundle', async ({ skip }) => {
    const tool = program();
    if (tool === undefined) return skip('skopeo is neither here nor installable');
    const digest = digestOf(INDEXED);
    if (name === 'skopeo')
      expect(
        JSON.parse(await call(tool, ['inspect', '--raw', `oci-archive:${bundle}:${INDEXED}`])),
      ).toMatchObject({ mediaType: MEDIA.index });
    if (name === 'crane') {
      const at = `${registry.host}/from/crane:1`;
      await call(tool, ['push', '--insecure', '--index', site.path('unpacked'), at]);
      const [, ...rest] = (await call(tool, ['manifest', '--insecure', at])).split('"digest":');
      expect(rest.map((text) => text.slice(1, 72)).sort()).toEqual(
        pictures.roots.map(({ descriptor }) => descriptor.digest).sort(),
      );
    }
    if (name === 'oras')
      expect(
        await call(tool, [
          'manifest',
          'fetch',
          '--oci-layout',
          `${site.path('unpacked')}@${digest}`,
        ]),
      ).toBe(Buffer.from(pictures.blobs.get(digest as never)!).toString());
    if (name === 'regctl')
      expect(
        await call(
          tool,
          [
            'manifest',
            'get',
            '--format',
            'raw-body',
            `ocidir://${site.path('unpacked')}@${digest}`,
          ],
          { env: { ...process.env, HOME: site.folder } },
        ),
      ).toBe(Buffer.from(pictures.blobs.get(digest as never)!).toString());
  });

  test('writes what we read', async ({ skip }) => {
    const tool = program();
    if (tool === undefined) return skip('skopeo is neither here nor installable');
    const at = `${registry.host}/${PLAIN}`;
    const out = folder('written');
    const env = { ...process.env, HOME: site.folder };
    if (name === 'skopeo')
      await call(tool, [
        '--insecure-policy',
        'copy',
        '--src-tls-verify=false',
        `docker://${at}`,
        `docker-archive:${out}:${PLAIN}`,
      ]);
    if (name === 'crane') await call(tool, ['pull', '--insecure', '--format=tarball', at, out]);
    if (name === 'oras')
      await call(tool, ['cp', '--from-plain-http', '--to-oci-layout', at, `${out}:x`]);
    if (name === 'regctl')
      await call(
        tool,
        ['--host', `reg=${registry.host},tls=disabled`, 'image', 'export', at, out],
        { env },
      );
    const source = await openSource(out);
    expect(source.roots).toHaveLength(1);
    // "docker save" knows no compressed layers: there the image is another one, and its content the same.
    if (name === 'oras' || name === 'regctl')
      expect(source.roots[0]!.descriptor.digest).toBe(digestOf(PLAIN));
    await source.close();
  });
});

test('every index, manifest, config and layout is what the specification’s own schemas want', async () => {
  const asked: string[] = [];
  await writeFile(site.path('layout.json'), await readFile(`${site.path('unpacked')}/oci-layout`));
  asked.push(
    'application/vnd.oci.layout.header.v1+json',
    site.path('layout.json'),
    MEDIA.index,
    `${site.path('unpacked')}/index.json`,
  );
  for (const [name, bytes] of await blobsOf(site.path('unpacked'))) {
    const file = `${site.path('unpacked')}/blobs/sha256/${name}`;
    const type = [MEDIA.index, MEDIA.manifest].find((as) => readDocument(bytes, as).ok);
    if (type !== undefined) asked.push(type, file);
    else if (bytes[0] === 123) asked.push(MEDIA.config, file);
  }
  expect(asked.length).toBeGreaterThan(20);
  await call(has.validate, asked);
  await writeFile(site.path('bad.json'), '{"schemaVersion":2,"layers":[]}');
  await expect(call(has.validate, [MEDIA.manifest, site.path('bad.json')])).rejects.toThrow(
    'config',
  );
});

test('registry to registry keeps every digest', async () => {
  const other = await startOciRegistry({ plain: true });
  try {
    await images(
      'mirror',
      `${other.host}/a`,
      '--lock',
      site.path('first.lock.json'),
      '--from',
      `registry:${registry.host}`,
      '--plain-http',
      '--journal',
      site.path('mirror.jsonl'),
    );
    expect(await whatIsWrong(other.host, 'a', pictures)).toEqual([]);
  } finally {
    await other.stop();
  }
});

test('a bundle from a registry is the same bytes as one from a layout', async () => {
  await site.bundle(
    'first',
    '--from',
    `registry:${registry.host}`,
    '--plain-http',
    '-o',
    site.path('again.tar'),
  );
  expect(await readFile(site.path('again.tar'))).toEqual(await readFile(bundle));
});
