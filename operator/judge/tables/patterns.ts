/** Regular expressions in the subset that RE2, and so CEL, understands too. */

/** One label of a name: letters, digits, inner dashes; at most 63. */
export const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** A whole name: the last label begins with a letter, so that no address and no number passes. */
export const NAME = `(?:${LABEL}[.])*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?`;

/** A port without leading zeros; its size is checked besides. */
export const PORT = '[1-9][0-9]{0,4}';

/** What may stand in a path; no quotes, brackets, dollars, spaces. */
export const PATH = '(?:/[A-Za-z0-9._~!&*+,;=:@%/-]*)?';

/** What may stand after a question mark. */
export const QUERY = '(?:[?][A-Za-z0-9._~!&*+,;=:@%/?-]*)?';

/** A component of the path of an image (distribution grammar). */
export const IMAGE_COMPONENT = '[a-z0-9]+(?:(?:[.]|_|__|-+)[a-z0-9]+)*';

/** The tag of an image. */
export const IMAGE_TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';

/** The digest of an image: one algorithm. */
export const IMAGE_DIGEST = 'sha256:[0-9a-f]{64}';

/** Bytes that a URL or DSN may have at most. */
export const MAX_TEXT = 512;

/** Bytes that a host may have at most. */
export const MAX_HOST = 253;

/** Bytes that a reference to an image may have at most. */
export const MAX_IMAGE = 512;
