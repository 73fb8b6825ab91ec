import { readFile, writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBundle } from '../../operator/bundle/open.ts';
import type { Bundle } from '../../operator/bundle/open.ts';
import { openVolumes } from '../../operator/bundle/volumes.ts';
import { readDocument } from '../../operator/oci/document.ts';
import { MEDIA } from '../../operator/oci/media-types.ts';
import { startOciRegistry } from '../support/oci-registry.ts';
import type { OciRegistry } from '../support/oci-registry.ts';
import { Pictures } from '../support/pictures.ts';
import { whatIsWrong } from './pulled.ts';
import { NEXT, RELEASE, Site } from './site.ts';

let site: Site;
let registry: OciRegistry;
let pictures: Pictures;
let bundle: string;
let reach: readonly string[];

beforeAll(async () => {
  site = await Site.open();
  registry = await startOciRegistry({ name: 'localhost' });
  pictures = await site.stage('first', RELEASE);
  bundle = await site.bundle('first');
  reach = ['--ca', registry.caFile, '--auth-file', await site.login(registry)];
});

afterAll(async () => {
  await registry.stop();
  await site.close();
});

/** A bundle that was opened, and closed again. */
async function opened(file: string): Promise<Bundle> {
  const bytes = await openVolumes(file);
  try {
    return await openBundle(bytes);
  } finally {
    await bytes.close();
  }
}

/** Sizes of blobs that are no manifest, each once. */
const blobBytes = (blobs: Pictures['blobs']): number =>
  [...blobs.values()]
    .filter((bytes) => !isDocument(bytes))
    .reduce((sum, bytes) => sum + bytes.length, 0);

const isDocument = (bytes: Uint8Array): boolean =>
  [MEDIA.index, MEDIA.manifest].some((type) => readDocument(bytes, type).ok);

describe('a registry behind TLS and a login', () => {
  test('gets each blob once, mounts the rest, and writes a receipt', async () => {
    const { done, out } = await site.push(
      bundle,
      `${registry.host}/mirror`,
      ...reach,
      '--receipt',
      site.path('receipt.txt'),
    );
    expect(Object.values(done.images)).toEqual(['pushed', 'pushed', 'pushed', 'pushed']);
    expect(done.missingBytes).toBe(blobBytes(pictures.blobs));
    // The base is in three repositories.
    expect(done).toMatchObject({ mountedBlobs: 2, foundBlobs: 0, mounts: true, retries: 0 });
    const manifests = done.sentBytes - done.missingBytes;
    expect(manifests).toBeLessThan(20_000);
    const steps = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; done: number; all: number });
    const shown = steps.filter(({ event }) => event === 'progress');
    expect(shown.at(-1)).toMatchObject({ done: done.missingBytes, all: done.missingBytes });
    expect(new Set(shown.map(({ all }) => all)).size).toBe(1);
    const receipt = await readFile(site.path('receipt.txt'), 'utf8');
    expect(receipt).toMatch(/^PlaneReceipt 1\nrelease v3\.1\.2\nnumber 7\nimage sha256:/);
    expect(receipt).not.toContain('localhost');
    expect(receipt).not.toContain('mirror');
  });

  test('is asked once for each image when nothing changed', async () => {
    const before = (await registry.log()).split('\n').length;
    const { done } = await site.push(bundle, `${registry.host}/mirror`, ...reach);
    expect(Object.values(done.images)).toEqual(['there', 'there', 'there', 'there']);
    const asked = (await registry.log())
      .split('\n')
      .slice(before - 1)
      .filter((line) => /"(HEAD|PUT|POST|PATCH) \/v2\//.test(line));
    expect(asked.filter((line) => line.includes('HEAD')).length).toBe(4);
    expect(asked.length).toBe(4);
    expect(done).toMatchObject({ missingBytes: 0, sentBytes: 0 });
  });

  test('gets one layer when one changed', async () => {
    const next = await site.stage('next', NEXT, 8);
    const added = new Map([...next.blobs].filter(([digest]) => !pictures.blobs.has(digest)));
    const { done } = await site.push(
      await site.bundle('next'),
      `${registry.host}/mirror`,
      ...reach,
    );
    // A layer, a config and a manifest are new.
    expect(added.size).toBe(3);
    expect(done.sentBlobs).toBe(2);
    expect(done.missingBytes).toBe(blobBytes(added));
    expect(done.images).toMatchObject({
      'makeplane/web-commercial:v3.1.2': 'pushed',
      'library/postgres:15.7-alpine': 'there',
    });
  });

  test('gets a delta by the receipt, which holds what is missing and nothing else', async () => {
    const other = await startOciRegistry({ plain: true });
    const to = [`${other.host}/mirror`, '--plain-http'] as const;
    const delta = site.path('delta.tar');
    try {
      await site.push(bundle, ...to);
      await site.bundle('next', '--since-receipt', site.path('receipt.txt'), '-o', delta);
      const { done } = await site.push(delta, ...to, '--receipt', site.path('receipt-8.txt'));
      const { catalog } = await opened(delta);
      // Manifests always travel: six of them, and the new layer and config.
      expect(catalog.blobs).toHaveLength(8);
      expect(catalog.base).toMatchObject({ release: 'v3.1.2', number: 7 });
      expect(done).toMatchObject({ sentBlobs: 2 });
      expect(await whatIsWrong(other.host, 'mirror', new Pictures(NEXT))).toEqual([]);
      const whole = await site.push(
        site.path('next.tar'),
        ...to,
        '--receipt',
        site.path('whole-8.txt'),
      );
      expect(whole.done).toMatchObject({ missingBytes: 0, requests: 5 });
      expect(await readFile(site.path('receipt-8.txt'), 'utf8')).toBe(
        await readFile(site.path('whole-8.txt'), 'utf8'),
      );
    } finally {
      await other.stop();
    }
  });

  test('that lacks what a delta builds on is not written to, and what to bring is said', async () => {
    const empty = await startOciRegistry({ plain: true });
    try {
      await expect(site.push(site.path('delta.tar'), empty.host, '--plain-http')).rejects.toThrow(
        /new since v3\.1\.2, number 7, and \d+ of what was before are not there; push the bundle of v3\.1\.2, number 7, first/,
      );
      expect(await empty.log()).not.toMatch(/"(POST|PUT|PATCH) /);
    } finally {
      await empty.stop();
    }
  });
});

test.each([
  { why: 'an authority that is not known', more: [] as readonly string[], says: '--ca FILE' },
  {
    why: 'no login',
    more: ['--ca', 'CA', '--auth-file', 'NONE'],
    says: 'the login is missing or not taken',
  },
  {
    why: 'a wrong login',
    more: ['--ca', 'CA', '--auth-file', 'WRONG'],
    says: 'the login is missing or not taken',
  },
])('$why is named at once', async ({ more, says }) => {
  await writeFile(site.path('none.json'), '{}');
  const auth = Buffer.from('robot:wrong').toString('base64');
  await writeFile(
    site.path('wrong.json'),
    JSON.stringify({ auths: { [registry.host]: { auth } } }),
  );
  const words: Readonly<Record<string, string>> = {
    CA: registry.caFile,
    NONE: site.path('none.json'),
    WRONG: site.path('wrong.json'),
  };
  const flags = more.map((word) => words[word] ?? word);
  await expect(site.push(bundle, `${registry.host}/other`, ...flags)).rejects.toThrow(says);
});
