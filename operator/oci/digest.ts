import { createHash } from 'node:crypto';

declare const checked: unique symbol;

/** `sha256:` and 64 lower-case hex digits. Other algorithms of the specification are not read: no registry asks for them. */
export type Digest = string & { readonly [checked]: true };

const FORM = /^sha256:[0-9a-f]{64}$/;

/** Whether a text is a digest in its one spelling. */
export const isDigest = (text: string): text is Digest => FORM.test(text);

/** Digest of bytes, or of the UTF-8 of a text. */
export const digestOf = (bytes: Uint8Array | string): Digest =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;

/** The 64 hex digits. */
export const hexOf = (digest: Digest): string => digest.slice('sha256:'.length);

/** The digest with these hex digits. *Assumes* that they are 64 of lower case. */
export const fromHex = (hex: string): Digest => `sha256:${hex}` as Digest;
