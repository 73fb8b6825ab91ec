import type { Digest } from '../oci/digest.ts';
import { childrenOf, readDocument } from '../oci/document.ts';
import type { Descriptor } from '../oci/document.ts';
import { roleOf } from '../oci/media-types.ts';
import type { Registry } from '../registry/client.ts';
import { getBlob, getManifest } from '../registry/repository.ts';
import { pool } from './pool.ts';
import { refused } from './refuse.ts';
import type { Root, Source } from './source.ts';

/** Images that are looked for in a registry. */
export interface RegistryImages {
  readonly registry: Registry;
  /** Path before every repository; may be empty. */
  readonly prefix: string;
  /** Names as in a mirror, and what they must be where that is known; a name that is not there is left out. */
  readonly images: readonly { readonly name: string; readonly digest?: Digest | undefined }[];
  readonly jobs: number;
}

interface Held {
  readonly repository: string;
  /** Of a document, which is read once. */
  readonly bytes?: Uint8Array;
}

/** Images in a registry as a source. Manifests are read at once, each of them once: some registries count them. */
export async function registrySource({
  registry,
  prefix,
  images,
  jobs,
}: RegistryImages): Promise<Source> {
  const held = new Map<Digest, Held>();
  const roots: Root[] = [];
  await pool(images, jobs, async ({ name, digest }) => {
    const colon = name.lastIndexOf(':');
    const path = name.slice(0, colon);
    const repository = prefix === '' ? path : `${prefix}/${path}`;
    const descriptor = await read({ registry, repository, held }, digest ?? name.slice(colon + 1));
    if (descriptor !== undefined) roots.push({ name, descriptor });
  });
  return {
    title: registry.host,
    roots: roots.sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1)),
    sequential: false,
    place: (digest) => (held.has(digest) ? 0 : undefined),
    open: (descriptor, from = 0) =>
      openHeld(registry, held.get(descriptor.digest), { descriptor, from }),
    close: () => {
      registry.close();
      return Promise.resolve();
    },
  };
}

interface Reading {
  readonly registry: Registry;
  readonly repository: string;
  readonly held: Map<Digest, Held>;
}

async function read(reading: Reading, reference: string): Promise<Descriptor | undefined> {
  const { registry, repository, held } = reading;
  const found = await getManifest({ registry, repository }, reference);
  if (found === undefined) return undefined;
  const { bytes, ...descriptor } = found;
  held.set(descriptor.digest, { repository, bytes });
  const document = readDocument(bytes, descriptor.mediaType);
  const children = document.ok ? childrenOf(document.value) : document;
  if (!children.ok)
    throw refused(`${registry.host}/${repository}:${reference}`, `it ${children.error}`);
  for (const child of children.value) {
    if (held.has(child.digest)) continue;
    if (roleOf(child.mediaType) === 'blob') held.set(child.digest, { repository });
    else if ((await read(reading, child.digest)) === undefined)
      throw refused(
        `${registry.host}/${repository}:${reference}`,
        `it names ${child.digest} and does not hold it`,
      );
  }
  return descriptor;
}

async function* openHeld(
  registry: Registry,
  held: Held | undefined,
  { descriptor, from }: { readonly descriptor: Descriptor; readonly from: number },
): AsyncGenerator<Uint8Array> {
  if (held === undefined) throw refused(registry.host, `it does not hold ${descriptor.digest}`);
  if (held.bytes !== undefined) yield held.bytes.subarray(from);
  else yield* getBlob({ registry, repository: held.repository }, descriptor, from);
}
