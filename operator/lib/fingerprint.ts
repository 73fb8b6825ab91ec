import { createHmac } from 'node:crypto';

/** Hex digits of a fingerprint: enough to tell two values apart, and far too few to search a key by. */
const LENGTH = 16;

/**
 * A text by which two values can be compared and that tells nothing else of them: HMAC-SHA-256 under a random salt, cut
 * to 64 bits. The name is part of it, so that equal values under two names look different.
 */
export const fingerprint = (salt: string, name: string, value: string): string =>
  createHmac('sha256', salt).update(`${name}\0${value}`).digest('hex').slice(0, LENGTH);
