import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { digestOf, hexOf } from '../../operator/oci/digest.ts';
import type { Digest } from '../../operator/oci/digest.ts';
import type { Descriptor } from '../../operator/oci/document.ts';
import { MEDIA } from '../../operator/oci/media-types.ts';
import { BLOCK, checksum, header, padded } from '../../operator/oci/tar.ts';

/** Bytes that are the same for the same seed and cannot be compressed. */
export function noise(seed: string, size: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(size / 32) }, (_, at) =>
    createHash('sha256').update(`${seed} ${at}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, size);
}

/** A tar archive of these files, and nothing to end it. */
export const tarOf = (files: Readonly<Record<string, Uint8Array>>): Buffer =>
  Buffer.concat(
    Object.entries(files).flatMap(([name, bytes]) => [
      header(name, bytes.length),
      bytes,
      Buffer.alloc(padded(bytes.length) - bytes.length),
    ]),
  );

/** What ends an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** A layer that can be unpacked. */
export interface Layer {
  readonly bytes: Buffer;
  /** Digest of what is in them. */
  readonly diffId: Digest;
  readonly tar: Buffer;
}

const layers = new Map<string, Layer>();

/** A layer of one file of noise: the same for the same seed, and made once. */
export function layerOf(seed: string, size: number): Layer {
  const known = layers.get(`${seed} ${size}`);
  if (known !== undefined) return known;
  const tar = Buffer.concat([tarOf({ [`data/${seed}`]: noise(seed, size) }), TAR_END]);
  const layer = { bytes: gzipSync(tar, { level: 1 }), diffId: digestOf(tar), tar };
  layers.set(`${seed} ${size}`, layer);
  return layer;
}

/** An image to be made. */
export interface Picture {
  readonly name: string;
  /** Seeds of its layers; images with the same seed share the layer. */
  readonly layers: readonly string[];
  /** Bytes of each layer before compression. */
  readonly size?: number;
  /** More than one makes an index. */
  readonly platforms?: readonly string[];
}

/** Content of a layout: blobs by digest, and images by name. */
export class Pictures {
  readonly blobs = new Map<Digest, Uint8Array>();
  readonly roots: { readonly name: string; readonly descriptor: Descriptor }[] = [];

  constructor(pictures: readonly Picture[] = []) {
    for (const picture of pictures) this.add(picture);
  }

  /** Adds content, and names it. */
  put(mediaType: string, bytes: Uint8Array): Descriptor {
    const digest = digestOf(bytes);
    this.blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  }

  /** Adds a document. */
  json(mediaType: string, value: object): Descriptor {
    return this.put(mediaType, Buffer.from(JSON.stringify(value)));
  }

  /** Adds an image, or an index of one for each platform. */
  add({ name, layers, size = 2000, platforms = ['linux/amd64'] }: Picture): Descriptor {
    const manifests = platforms.map((platform) => {
      const [os = '', architecture = ''] = platform.split('/');
      const seeds =
        platforms.length === 1 ? layers : layers.map((seed) => `${seed}-${architecture}`);
      return { ...this.image(seeds, size, { os, architecture }), platform: { os, architecture } };
    });
    const [{ platform: _, ...only }] = manifests as [(typeof manifests)[number]];
    const descriptor =
      manifests.length === 1
        ? only
        : this.json(MEDIA.index, { schemaVersion: 2, mediaType: MEDIA.index, manifests });
    this.roots.push({ name, descriptor });
    return descriptor;
  }

  /** Writes an OCI layout. */
  async write(folder: string): Promise<string> {
    await mkdir(join(folder, 'blobs', 'sha256'), { recursive: true });
    for (const [path, bytes] of Object.entries(this.files()))
      await writeFile(join(folder, path), bytes);
    return folder;
  }

  /** Files of an OCI layout by path. */
  files(): Readonly<Record<string, Uint8Array>> {
    const manifests = this.roots.map(({ name, descriptor }) => ({
      ...descriptor,
      annotations: { 'org.opencontainers.image.ref.name': name },
    }));
    const index = { schemaVersion: 2, mediaType: MEDIA.index, manifests };
    return {
      'oci-layout': Buffer.from('{"imageLayoutVersion":"1.0.0"}'),
      'index.json': Buffer.from(JSON.stringify(index)),
      ...Object.fromEntries(
        [...this.blobs].map(([digest, bytes]) => [`blobs/sha256/${hexOf(digest)}`, bytes]),
      ),
    };
  }

  private image(
    seeds: readonly string[],
    size: number,
    platform: { readonly os: string; readonly architecture: string },
  ): Descriptor {
    const made = seeds.map((seed) => layerOf(seed, size));
    const layers = made.map(({ bytes }) => this.put(`${MEDIA.layer}+gzip`, bytes));
    const config = this.json(MEDIA.config, {
      ...platform,
      config: { Cmd: ['/bin/true'], Labels: { seeds: seeds.join(' ') } },
      rootfs: { type: 'layers', diff_ids: made.map(({ diffId }) => diffId) },
      history: seeds.map(() => ({ created_by: 'test' })),
    });
    return this.json(MEDIA.manifest, {
      schemaVersion: 2,
      mediaType: MEDIA.manifest,
      config,
      layers,
    });
  }
}

/** What `docker save` wrote before version 25: layers as they are unpacked, a shared one behind a link. */
export function dockerSave(
  images: readonly { readonly tags: readonly string[]; readonly layers: readonly string[] }[],
): Buffer {
  const files: Record<string, Uint8Array> = {};
  const listing = images.map(({ tags, layers }) => {
    const made = layers.map((seed) => ({ seed, ...layerOf(seed, 2000) }));
    const config = Buffer.from(
      JSON.stringify({
        os: 'linux',
        architecture: 'amd64',
        rootfs: { type: 'layers', diff_ids: made.map(({ diffId }) => diffId) },
      }),
    );
    const path = `${hexOf(digestOf(config))}.json`;
    files[path] = config;
    for (const { seed, tar } of made) files[`${seed}/layer.tar`] = tar;
    return { Config: path, RepoTags: tags, Layers: made.map(({ seed }) => `${seed}/layer.tar`) };
  });
  files['manifest.json'] = Buffer.from(JSON.stringify(listing));
  return Buffer.concat([tarOf(files), TAR_END]);
}

/** A header with another field, its sum right again. */
export function forged(block: Uint8Array, at: number, text: string): Buffer {
  const copy = Buffer.from(block);
  copy.write(text, at, 'latin1');
  copy.write(`${checksum(copy).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return copy;
}
