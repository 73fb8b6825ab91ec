import { readFile } from 'node:fs/promises';

import { load } from 'js-yaml';
import * as z from 'zod';

import { digestOf } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import type { Descriptor } from '../oci/document.ts';
import { MEDIA } from '../oci/media-types.ts';
import { isRepository, isTag } from '../oci/reference.ts';
import { readEntries } from './archive.ts';
import { openCompressed } from './compressed.ts';
import { archiveFiles, readSmall } from './folder.ts';
import { fileError, refused } from './refuse.ts';
import type { Source } from './source.ts';

/** Media types under which Helm stores a chart. */
const CONFIG = 'application/vnd.cncf.helm.config.v1+json';
const CONTENT = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

const LARGEST = 1024 * 1024;

const metadata = z.looseObject({ name: z.string(), version: z.string() });

/**
 * A packaged chart as the artifact that `helm push` would make, without its time: `helm pull` gives the same bytes back.
 * Its name is `charts/<name>:<version>`.
 */
export async function chartSource(file: string): Promise<Source> {
  const content = await readFile(file).catch((cause: unknown) => {
    throw fileError('read', file, cause);
  });
  const { name, version, ...rest } = await metadataOf(file);
  const contents = new Map<Digest, Uint8Array>();
  const put = (mediaType: string, bytes: Uint8Array): Descriptor => {
    const digest = digestOf(bytes);
    contents.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const json = (value: object): Uint8Array => Buffer.from(JSON.stringify(value));
  const descriptor = put(
    MEDIA.manifest,
    json({
      schemaVersion: 2,
      mediaType: MEDIA.manifest,
      config: put(CONFIG, json({ name, version, ...rest })),
      layers: [put(CONTENT, content)],
      annotations: {
        'org.opencontainers.image.title': name,
        'org.opencontainers.image.version': version,
      },
    }),
  );
  return {
    title: file,
    roots: [{ name: `charts/${name}:${tagOf(version)}`, descriptor }],
    sequential: false,
    place: (digest) => (contents.has(digest) ? 0 : undefined),
    open: async function* ({ digest }, from) {
      const bytes = contents.get(digest);
      if (bytes === undefined) throw refused(file, `it does not hold ${digest}`);
      yield await Promise.resolve(bytes.subarray(from));
    },
    close: () => Promise.resolve(),
  };
}

/** Tags have no plus, and Helm writes an underscore. */
const tagOf = (version: string): string => version.replaceAll('+', '_');

async function metadataOf(file: string): Promise<z.infer<typeof metadata>> {
  const bytes = openCompressed(file, 'gzip');
  try {
    const entries = await readEntries(bytes);
    const path = [...entries.keys()].find((name) => /^[^/]+\/Chart\.yaml$/.test(name)) ?? '';
    const text = await readSmall(archiveFiles(bytes, entries), path, LARGEST);
    const parsed = metadata.safeParse(text && load(Buffer.from(text).toString('utf8')));
    if (
      !parsed.success ||
      !isRepository(`charts/${parsed.data.name}`) ||
      !isTag(tagOf(parsed.data.version))
    )
      throw refused(file, 'it is no packaged chart: no Chart.yaml with a name and a version');
    return parsed.data;
  } finally {
    await bytes.close();
  }
}
