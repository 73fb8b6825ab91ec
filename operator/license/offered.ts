import type { Flaw } from './flaw.ts';
import { contradicts } from './key-set.ts';
import type { KeySet } from './key-set.ts';

/** What somebody gave: a token, why what they gave cannot be meant, or nothing. */
export type Offered = string | Flaw | undefined;

const TOKEN = /^\s*eyJ[\w-]+\.[\w-]+\.[\w-]+\s*$/;
const PEM = /-----BEGIN [A-Z0-9 ]+-----/;

/**
 * The token under one key of a Secret. What stands beside it must not contradict it: two different tokens leave open
 * which one is meant, and a public key of its own would let whoever replaces the licence replace the key too.
 */
export function offeredIn(
  texts: Readonly<Record<string, string>>,
  key: string,
  keys: KeySet,
): Offered {
  const token = texts[key];
  if (token === undefined) return undefined;
  const others = Object.entries(texts).filter(([name]) => name !== key);
  const second = others.find(([, text]) => TOKEN.test(text) && text.trim() !== token.trim());
  if (second !== undefined)
    return {
      code: 'Ambiguous',
      message: `stands beside another one, under the key "${second[0]}" of the same Secret; keep one of them`,
    };
  const foreign = others.find(([, text]) => PEM.test(text) && contradicts(text, keys));
  if (foreign !== undefined)
    return {
      code: 'Key',
      message: `stands beside a key, "${foreign[0]}" of the same Secret, that is not a pinned one; keys are given to the operator, not beside the licence`,
    };
  return token;
}
