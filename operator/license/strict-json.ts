import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';

/** Deepest nesting of objects and lists; a licence has three levels. */
const MAX_DEPTH = 16;
/** Names that mean something else to JavaScript. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
/** Tokens of a text that is known to be JSON: strings, punctuation, and everything else that holds together. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const NUMBER = /^-?(?<whole>\d+)(?:\.(?<part>\d+))?(?:[eE](?<power>[+-]?\d+))?$/;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a JSON object as I-JSON (RFC 7493) and stricter, so that no two readers see different values: strict UTF-8
 * without a byte order mark, no name twice at any depth, whole code points, numbers that lose nothing, bounded nesting.
 * The problem names nothing of the text.
 */
export function parseObject(bytes: Uint8Array): Result<Readonly<Record<string, unknown>>, string> {
  const text = decode(bytes);
  if (text === undefined) return no('is no valid UTF-8');
  // A mark is no white space to JSON, and the usual decoder would drop it unseen.
  if (text.startsWith('\ufeff')) return no('starts with a byte order mark');
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return no('is no JSON object');
  const fault = faultOf(text);
  return fault === undefined ? ok(value as Readonly<Record<string, unknown>>) : no(fault);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Level {
  /** Names of an object so far; undefined for a list. */
  readonly names: Set<string> | undefined;
  expectsName: boolean;
}

/** *Assumes* the text is JSON. */
function faultOf(text: string): string | undefined {
  const levels: Level[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    if (PUNCTUATION.has(token)) walk(token, levels);
    else {
      const fault = token.startsWith('"') ? textFault(token, levels.at(-1)) : numberFault(token);
      if (fault !== undefined) return fault;
    }
    if (levels.length > MAX_DEPTH) return `is nested more than ${MAX_DEPTH} levels deep`;
  }
  return undefined;
}

const PUNCTUATION: ReadonlySet<string> = new Set(['{', '}', '[', ']', ',', ':']);

function walk(token: string, levels: Level[]): void {
  const level = levels.at(-1);
  if (token === '{') levels.push({ names: new Set(), expectsName: true });
  else if (token === '[') levels.push({ names: undefined, expectsName: false });
  else if (token === '}' || token === ']') levels.pop();
  else if (level !== undefined) level.expectsName = token === ',' && level.names !== undefined;
}

function textFault(token: string, level: Level | undefined): string | undefined {
  const text = JSON.parse(token) as string;
  if (!text.isWellFormed()) return 'holds half a character (a lone surrogate)';
  if (level?.names === undefined || !level.expectsName) return undefined;
  if (FORBIDDEN.has(text)) return 'has a member with a forbidden name';
  if (level.names.has(text)) return 'has one member twice';
  level.names.add(text);
  return undefined;
}

/** A number that is read as a whole one has to be written as one: 99.99999999999999999 is not 100. */
function numberFault(token: string): string | undefined {
  const { whole, part = '', power = '0' } = NUMBER.exec(token)?.groups ?? {};
  if (whole === undefined) return undefined;
  const value = Number(token);
  if (!Number.isFinite(value)) return 'holds a number that is too large';
  const digits = `${whole}${part}`.replace(/^0+/, '').replace(/0+$/, '');
  const dropped = `${whole}${part}`.length - `${whole}${part}`.replace(/0+$/, '').length;
  const isWhole = digits === '' || Number(power) - part.length + dropped >= 0;
  return Number.isInteger(value) && !isWhole
    ? 'holds a number that cannot be read exactly'
    : undefined;
}
