import { ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { flawed } from './flaw.ts';
import type { Flaw } from './flaw.ts';
import { parseObject } from './strict-json.ts';

/** Algorithms that a pinned key may be used with; `Ed25519` is the newer name of `EdDSA` (RFC 9864). */
export type Algorithm = 'RS256' | 'ES256' | 'EdDSA' | 'Ed25519';

const ALGORITHMS: ReadonlySet<unknown> = new Set<Algorithm>(['RS256', 'ES256', 'EdDSA', 'Ed25519']);
/** Longest `kid`. */
const MAX_KID = 128;
const MEMBERS: ReadonlySet<string> = new Set(['alg', 'typ', 'kid']);

/** A header with nothing in it but what is understood. */
export interface Header {
  readonly alg: Algorithm;
  /** An index into the pinned keys, and nothing else: never a path, a query or an address. */
  readonly kid: string | undefined;
}

/** Types of tokens: one made for another purpose is none of ours (RFC 8725, 3.11). */
export const TYPES = {
  license: [undefined, 'JWT', 'license+jwt'],
  revocation: ['license-crl+jwt'],
} as const satisfies Readonly<Record<string, readonly (string | undefined)[]>>;

/**
 * Reads a header. Everything that tells a verifier where to find a key, how to change the message or what else it has
 * to understand (`jku`, `jwk`, `x5u`, `x5c`, `b64`, `zip`, `crit`) is refused, not ignored.
 */
export function readHeader(bytes: Uint8Array, purpose: keyof typeof TYPES): Result<Header, Flaw> {
  const parsed = parseObject(bytes);
  if (!parsed.ok) return flawed('Header', `has a header that ${parsed.error}`);
  const { alg, typ, kid, ...rest } = parsed.value;
  if (Object.keys(rest).length > 0)
    return flawed('Header', `has a header with more than ${[...MEMBERS].join(', ')}`);
  const types: readonly unknown[] = TYPES[purpose];
  if (!types.includes(typ)) return flawed('Header', `is of a type for another purpose`);
  if (!ALGORITHMS.has(alg))
    return flawed(
      'Algorithm',
      `is not signed with ${[...ALGORITHMS].join(', ')}, the accepted algorithms`,
    );
  if (kid !== undefined && (typeof kid !== 'string' || kid === '' || kid.length > MAX_KID))
    return flawed('Header', `has a key id that is no text of 1 to ${MAX_KID} characters`);
  return ok({ alg: alg as Algorithm, kid });
}
