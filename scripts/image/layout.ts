import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';

import { PROGRAM_VERSION } from '../../operator/runtime/version.ts';
import { digestOf, hexOf } from '../../operator/oci/digest.ts';
import type { Digest } from '../../operator/oci/digest.ts';
import { MEDIA } from '../../operator/oci/media-types.ts';
import { CONFIG } from './config.ts';
import { pack } from './entries.ts';
import type { Entries } from './entries.ts';
import type { Platform } from './platforms.ts';

/** zstd's 19 would save 4 MB and take a minute; gzip is larger, and its bytes depend on the processor in Node. */
const LEVEL = 9;

interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

/** One platform's image in the layout. */
export interface Packed {
  readonly platform: Platform;
  readonly manifest: Descriptor;
  /** Bytes of all layers, as pulled and as unpacked. */
  readonly compressed: number;
  readonly uncompressed: number;
}

/** An OCI image layout in a folder, written anew. */
export class Layout {
  readonly #folder: string;
  readonly #created: string;

  private constructor(folder: string, created: string) {
    this.#folder = folder;
    this.#created = created;
  }

  /** `epoch` is the time that everything has, in seconds since 1970. */
  static async open(folder: string, epoch: number): Promise<Layout> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(folder, 'blobs/sha256'), { recursive: true });
    return new Layout(folder, `${new Date(epoch * 1000).toISOString().slice(0, 19)}Z`);
  }

  /** Adds the image of a platform, a layer for each of the given. */
  async add(platform: Platform, layers: readonly Entries[]): Promise<Packed> {
    const descriptors: Descriptor[] = [];
    const diffs: Digest[] = [];
    let uncompressed = 0;
    for (const entries of layers) {
      const tar = pack(entries);
      const params = { [constants.ZSTD_c_compressionLevel]: LEVEL };
      descriptors.push(await this.#blob(MEDIA.layerZstd, zstdCompressSync(tar, { params })));
      diffs.push(digestOf(tar));
      uncompressed += tar.length;
    }
    const config = await this.#json(MEDIA.config, {
      created: this.#created,
      architecture: platform.arch,
      os: 'linux',
      config: CONFIG,
      rootfs: { type: 'layers', diff_ids: diffs },
      history: ['runtime', 'operator'].map((name) => ({
        created: this.#created,
        created_by: `COPY ${name} /`,
      })),
    });
    const manifest = await this.#json(MEDIA.manifest, {
      schemaVersion: 2,
      mediaType: MEDIA.manifest,
      config,
      layers: descriptors,
      annotations: CONFIG.Labels,
    });
    const compressed = descriptors.reduce((sum, { size }) => sum + size, 0);
    return { platform, manifest, compressed, uncompressed };
  }

  /** Closes the layout with an index of all platforms; its digest is that of the image. */
  async close(images: readonly Packed[]): Promise<Digest> {
    const index = await this.#json(MEDIA.index, {
      schemaVersion: 2,
      mediaType: MEDIA.index,
      manifests: images.map(({ manifest, platform }) => ({
        ...manifest,
        platform: { architecture: platform.arch, os: 'linux' },
      })),
      annotations: CONFIG.Labels,
    });
    const annotations = { 'org.opencontainers.image.ref.name': PROGRAM_VERSION };
    const top = {
      schemaVersion: 2,
      mediaType: MEDIA.index,
      manifests: [{ ...index, annotations }],
    };
    await writeFile(join(this.#folder, 'index.json'), JSON.stringify(top));
    await writeFile(join(this.#folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    return index.digest;
  }

  #json(mediaType: string, value: object): Promise<Descriptor> {
    return this.#blob(mediaType, Buffer.from(JSON.stringify(value)));
  }

  async #blob(mediaType: string, bytes: Buffer): Promise<Descriptor> {
    const digest = digestOf(bytes);
    await writeFile(join(this.#folder, 'blobs/sha256', hexOf(digest)), bytes);
    return { mediaType, digest, size: bytes.length };
  }
}
