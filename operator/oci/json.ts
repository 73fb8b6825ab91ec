import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';

/** What a JSON text from elsewhere may be at most. */
export interface JsonLimits {
  /** Bytes of UTF-8. */
  readonly bytes: number;
  /** Objects and arrays within each other. */
  readonly depth: number;
}

/** What registries take as a manifest (distribution-spec: at least 4 MiB). */
export const DOCUMENT: JsonLimits = { bytes: 4 * 1024 * 1024, depth: 32 };

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gy;
const SPACE = /\s*/gy;

/**
 * JSON that can be read in one way only: UTF-8 without a byte order mark, within limits, and with no member twice in an
 * object, of which one reader would take the first and another the last.
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits): Result<unknown, string> {
  if (bytes.length > limits.bytes)
    return no(`has ${bytes.length} bytes, more than ${limits.bytes}`);
  const text = decode(bytes);
  if (text === undefined) return no('is no UTF-8');
  const problem = scan(text, limits.depth);
  if (problem !== undefined) return no(problem);
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    return no('is no JSON');
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What stands open: the members seen of an object, or undefined for an array. */
type Open = Set<string> | undefined;

/** What is wrong with the shape; text that is no JSON may pass, its parser follows. */
function scan(text: string, depth: number): string | undefined {
  const open: Open[] = [];
  let last = '';
  for (const token of tokens(text)) {
    if (token === ':' && isKnown(open.at(-1), nameOf(last)))
      return `has the member ${last.slice(0, 80)} twice`;
    follow(open, token);
    if (open.length > depth) return `is nested deeper than ${depth}`;
    last = token;
  }
  return undefined;
}

function follow(open: Open[], token: string): void {
  if (token === '{') open.push(new Set());
  else if (token === '[') open.push(undefined);
  else if (token === '}' || token === ']') open.pop();
}

/** Whether an object has a member already; it has it from now on. */
function isKnown(members: Open, name: string): boolean {
  if (members?.has(name) === true) return true;
  members?.add(name);
  return false;
}

function* tokens(text: string): Generator<string> {
  for (let at = 0; at < text.length;) {
    SPACE.lastIndex = at;
    at += SPACE.exec(text)?.[0].length ?? 0;
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    // The end, or something that the parser refuses.
    if (token === undefined) return;
    at += token.length;
    yield token;
  }
}

/** A member's name without escapes: `"\u0061"` is `"a"`. */
function nameOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}
