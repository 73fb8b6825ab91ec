import type { KeySource } from './key-set.ts';

/**
 * Keys that are part of the program. There are none: no vendor publishes the key that it signs licences with, it comes
 * with the licence. A build for one vendor adds them here.
 */
export const COMPILED_KEYS: readonly KeySource[] = [];
