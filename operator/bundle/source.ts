import { createHash } from 'node:crypto';

import { hexOf } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import type { Descriptor } from '../oci/document.ts';
import { DOCUMENT } from '../oci/json.ts';
import { refused } from './refuse.ts';

/** What a source calls by name. */
export interface Root {
  /** `makeplane/web-commercial:v3.1.2`; undefined where the source gives no name that stands alone. */
  readonly name: string | undefined;
  readonly descriptor: Descriptor;
}

/** Where images come from: a layout, an archive, a bundle, a registry. */
export interface Source {
  /** For messages. */
  readonly title: string;
  readonly roots: readonly Root[];
  /** Best read in order of `place`, by one reader. */
  readonly sequential: boolean;
  /** Where content stands, to read it in order; undefined when it is not there. */
  place(digest: Digest): number | undefined;
  /** Bytes as they are stored, not checked yet; from an offset on. */
  open(descriptor: Descriptor, from?: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** A whole index, manifest or config, checked against its descriptor. Throws ERR_BUNDLE. */
export async function readWhole(source: Source, descriptor: Descriptor): Promise<Uint8Array> {
  const { digest, size } = descriptor;
  if (size > DOCUMENT.bytes)
    throw refused(source.title, `${digest} has ${size} bytes, more than ${DOCUMENT.bytes}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of checked(source, descriptor)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Content as it is read; the last chunk is held back until size and digest are right. Throws ERR_BUNDLE. */
export async function* checked(source: Source, descriptor: Descriptor): AsyncGenerator<Uint8Array> {
  const { digest, size } = descriptor;
  const hash = createHash('sha256');
  let seen = 0;
  let held: Uint8Array | undefined;
  for await (const chunk of source.open(descriptor)) {
    seen += chunk.length;
    if (seen > size) break;
    hash.update(chunk);
    if (held !== undefined) yield held;
    held = chunk;
  }
  if (seen !== size)
    throw refused(
      source.title,
      `${digest} has ${seen > size ? 'more' : seen} bytes instead of ${size}`,
    );
  const found = `sha256:${hash.digest('hex')}`;
  if (found !== digest)
    throw refused(
      source.title,
      `the content of ${hexOf(digest).slice(0, 12)} has the digest ${found} instead of ${digest}`,
    );
  if (held !== undefined) yield held;
}
