import { createHash } from 'node:crypto';

import type { Descriptor } from '../oci/document.ts';
import { refused } from './refuse.ts';
import type { Source } from './source.ts';

/** One blob, read piece by piece and checked as it is read. */
export interface Content {
  /**
   * Bytes from an offset on. The last of them are held back until the digest of all is right; after going back or on the
   * digest is not known here, and the registry, which looks at all of it, is the one to refuse.
   */
  chunks(offset: number, length: number): AsyncIterable<Uint8Array>;
}

/** A blob of a source. Its chunks throw ERR_BUNDLE when they are not what its descriptor says. */
export function contentOf(source: Source, descriptor: Descriptor): Content {
  const { digest, size } = descriptor;
  const hash = createHash('sha256');
  /** How far the hash is; undefined once it missed something. */
  let hashed: number | undefined = 0;
  const look = (chunk: Uint8Array, at: number): void => {
    if (hashed !== at) {
      hashed = undefined;
      return;
    }
    hash.update(chunk);
    hashed += chunk.length;
    if (hashed !== size) return;
    const found = `sha256:${hash.digest('hex')}`;
    hashed = undefined;
    if (found !== digest)
      throw refused(
        source.title,
        `the content of ${digest} has the digest ${found}; carry it again`,
      );
  };
  return {
    chunks: async function* (offset, length) {
      let at = offset;
      for await (const chunk of source.open(descriptor, offset)) {
        const piece = chunk.subarray(0, offset + length - at);
        look(piece, at);
        at += piece.length;
        yield piece;
        if (at >= offset + length) return;
      }
      throw refused(source.title, `${digest} ends after ${at} of ${size} bytes`);
    },
  };
}
