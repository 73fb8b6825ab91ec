import { base64url } from 'jose';

import { ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { flawed } from './flaw.ts';
import type { Flaw } from './flaw.ts';

/** Most characters of a token, looked at before anything else: a licence has about one thousand. */
export const MAX_TOKEN = 16_384;
/** Most bytes of a header: `alg`, `typ` and a `kid` of 128 characters fit twice. */
const MAX_HEADER = 512;

/** A compact JWS (RFC 7515, 7.1), taken apart. */
export interface Segments {
  /** Without white space around it. */
  readonly compact: string;
  readonly header: Uint8Array;
  readonly payload: Uint8Array;
}

/** Takes a token apart. Refuses whatever has a second spelling: padding, other alphabets, spare bits, line ends inside. */
export function split(text: string): Result<Segments, Flaw> {
  if (text.length > MAX_TOKEN)
    return flawed('Oversized', `is larger than ${MAX_TOKEN} characters; a licence is smaller`);
  // kubectl create secret --from-file keeps the line end of the file.
  const compact = text.replace(/^[ \t\r\n]+/, '').replace(/[ \t\r\n]+$/, '');
  const fault = faultOf(compact);
  if (fault !== undefined) return flawed('Malformed', fault);
  const [header, payload, signature] = compact.split('.').map(canonical);
  if (header === undefined || payload === undefined || signature === undefined)
    return flawed('Malformed', 'is not in canonical base64url without padding (RFC 7515)');
  if (header.length > MAX_HEADER)
    return flawed('Oversized', `has a header of more than ${MAX_HEADER} bytes`);
  return ok({ compact, header, payload });
}

function faultOf(compact: string): string | undefined {
  if (compact === '') return 'is empty; give the token as the vendor sent it';
  if (compact.startsWith('{'))
    return 'is in the JSON form of a signature; give the compact form, three parts joined by dots';
  if (/[^\x21-\x7e]/.test(compact))
    return /^[\s\x21-\x7e]*$/.test(compact)
      ? 'is broken over several lines or holds spaces; paste it on one line'
      : 'holds characters that no token has; copy it again as plain text';
  const parts = compact.split('.');
  if (parts.length !== 3) return `has ${parts.length} parts; a signed token has 3, joined by dots`;
  return parts.some((part) => part === '')
    ? 'lacks its payload or its signature; give the whole token'
    : undefined;
}

/** Decoded, if there is no other way to write it. */
function canonical(segment: string): Uint8Array | undefined {
  if (!/^[\w-]+$/.test(segment)) return undefined;
  try {
    const bytes = base64url.decode(segment);
    return base64url.encode(bytes) === segment ? bytes : undefined;
  } catch {
    return undefined;
  }
}
