import * as z from 'zod';

import { digestOf, fromHex } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import type { Descriptor } from '../oci/document.ts';
import { DOCUMENT, parseJson } from '../oci/json.ts';
import { MEDIA } from '../oci/media-types.ts';
import { mirrorName } from '../oci/reference.ts';
import { readSmall } from './folder.ts';
import type { Files, Found } from './folder.ts';
import { refused } from './refuse.ts';
import type { Root, Source } from './source.ts';

const path = z.string().min(1).max(4096);
const listing = z
  .array(
    z.looseObject({
      Config: path,
      RepoTags: z.array(z.string()).nullish(),
      Layers: z.array(path).max(4096),
    }),
  )
  .min(1)
  .max(1024);

const config = z.looseObject({
  rootfs: z.looseObject({
    diff_ids: z.array(z.string().regex(/^sha256:[0-9a-f]{64}$/)).max(4096),
  }),
});

/** Content of a source that was made here, or stands in an archive. */
type Content = { readonly made: Uint8Array } | { readonly found: Found };

/**
 * What `docker save` writes. Its layers are not compressed, and so they stay: an image manifest is made that names them
 * by the digests of its config, and nothing is recompressed.
 */
export async function dockerSource(files: Files): Promise<Source> {
  const { title } = files;
  const parsed = listing.safeParse(await json(files, 'manifest.json'));
  if (!parsed.success) throw refused(title, 'its manifest.json is not what "docker save" writes');
  const contents = new Map<Digest, Content>();
  const roots: Root[] = [];
  for (const image of parsed.data) {
    const descriptor = await convert(files, image, contents);
    const names = (image.RepoTags ?? []).map((tag) => mirrorName(tag));
    roots.push(...(names.length === 0 ? [undefined] : names).map((name) => ({ name, descriptor })));
  }
  return {
    title,
    roots,
    sequential: files.sequential,
    place: (digest) => placeOf(contents.get(digest)),
    open: ({ digest }, from) => openContent(title, contents.get(digest), { digest, from }),
    close: () => files.close(),
  };
}

async function convert(
  files: Files,
  image: z.infer<typeof listing>[number],
  contents: Map<Digest, Content>,
): Promise<Descriptor> {
  const { title } = files;
  const bytes = await readSmall(files, image.Config, DOCUMENT.bytes);
  const value = bytes === undefined ? undefined : parseJson(bytes, DOCUMENT);
  const read = config.safeParse(value?.ok === true ? value.value : undefined);
  if (bytes === undefined || !read.success)
    throw refused(title, `the config ${JSON.stringify(image.Config)} is not that of an image`);
  const { diff_ids: ids } = read.data.rootfs;
  if (ids.length !== image.Layers.length)
    throw refused(
      title,
      `its config names ${ids.length} layers, and its manifest.json ${image.Layers.length}`,
    );
  const layers: Descriptor[] = [];
  for (const [at, name] of image.Layers.entries()) {
    const found = await files.find(name);
    if (found === undefined)
      throw refused(title, `it names ${JSON.stringify(name)} and does not hold it`);
    const digest = fromHex((ids[at] ?? '').slice('sha256:'.length));
    contents.set(digest, { found });
    layers.push({ mediaType: MEDIA.layer, digest, size: found.size });
  }
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA.manifest,
      config: made(contents, MEDIA.config, bytes),
      layers,
    }),
  );
  return made(contents, MEDIA.manifest, manifest);
}

function made(contents: Map<Digest, Content>, mediaType: string, bytes: Uint8Array): Descriptor {
  const digest = digestOf(bytes);
  contents.set(digest, { made: bytes });
  return { mediaType, digest, size: bytes.length };
}

const placeOf = (content: Content | undefined): number | undefined =>
  content && ('made' in content ? 0 : content.found.place);

async function* openContent(
  title: string,
  content: Content | undefined,
  { digest, from }: { readonly digest: Digest; readonly from: number | undefined },
): AsyncGenerator<Uint8Array> {
  if (content === undefined) throw refused(title, `it does not hold ${digest}`);
  if ('made' in content) yield content.made.subarray(from);
  else yield* content.found.stream(from);
}

async function json(files: Files, name: string): Promise<unknown> {
  const bytes = await readSmall(files, name, DOCUMENT.bytes);
  const value = bytes === undefined ? undefined : parseJson(bytes, DOCUMENT);
  return value?.ok === true ? value.value : undefined;
}
