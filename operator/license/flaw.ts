import { no } from '../lib/result.ts';

/** What is wrong with a token: a closed list. */
export type FlawCode =
  /** Larger than a licence may be. */
  | 'Oversized'
  /** Not three segments of canonical base64url. */
  | 'Malformed'
  /** A header with members or types that are refused. */
  | 'Header'
  /** An algorithm that is refused, or does not fit the pinned key. */
  | 'Algorithm'
  /** No pinned key may speak for it: none given, unknown, retired or compromised. */
  | 'Key'
  | 'Signature'
  /** Signed by a pinned key, and no strict JSON. */
  | 'Payload'
  /** A claim is wrong or contradicts another. */
  | 'Claim'
  /** A claim that we ask for is not there. */
  | 'ClaimMissing'
  /** Made for somebody else: another audience or issuer. */
  | 'Audience'
  /** It is not clear which of two tokens is meant. */
  | 'Ambiguous'
  /** One identifier was issued for two licences. */
  | 'Reused';

/** Why a token is no licence. */
export interface Flaw {
  readonly code: FlawCode;
  /** What is the case and what would be accepted; nothing of the token itself. */
  readonly message: string;
}

/** A token is refused. */
export const flawed = (
  code: FlawCode,
  message: string,
): { readonly ok: false; readonly error: Flaw } => no({ code, message });

/**
 * Whether a flaw speaks against growth. A token that a pinned key signed and that only lacks what we ask for may be
 * all that its vendor issues: it is shown, and holds nothing back.
 */
export const isGrave = ({ code }: Flaw): boolean => code !== 'ClaimMissing' && code !== 'Audience';
