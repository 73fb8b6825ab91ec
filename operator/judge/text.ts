import type { Rule } from './rule.ts';
import { MAX_TEXT } from './tables/patterns.ts';
import { refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\x00-\x1f\x7f]/;

/** What every text must be before it is taken apart: the same for all kinds of endpoints. */
export const TEXT_RULES: readonly Rule<string>[] = [
  {
    id: 'text-length',
    doc: `A text has at most ${MAX_TEXT} characters.`,
    judge: (text) =>
      text.length > MAX_TEXT
        ? refuse('NotCanonical', {
            is: `the text has ${text.length} characters`,
            accept: `at most ${MAX_TEXT} are taken`,
          })
        : undefined,
  },
  {
    id: 'text-trailing-newline',
    doc: 'A text does not end in a newline, as files do from which Secrets are made.',
    judge: (text) =>
      /[\r\n]$/.test(text)
        ? refuse('BadCharacters', {
            is: 'the text ends in a newline',
            accept: 'make the Secret without it: printf %s instead of echo',
          })
        : undefined,
  },
  {
    id: 'text-control',
    doc: 'A text holds no control characters: some readers drop them.',
    judge: (text) =>
      CONTROL.test(text)
        ? refuse('BadCharacters', {
            is: 'the text holds a control character, which some readers drop',
            accept: 'use printable ASCII characters',
          })
        : undefined,
  },
  {
    id: 'text-ascii',
    doc: 'A text is ASCII: other letters are folded, mapped and shown in different ways.',
    judge: (text) => notAscii(text),
  },
  {
    id: 'text-expansion',
    doc: 'A text is final: nothing expands it later.',
    judge: (text) =>
      /\$\(|\$\{|\{\{/.test(text)
        ? refuse('UnknowableValue', {
            is: 'the text holds $(, ${ or {{, so something would change it later',
            accept: 'write the final value',
          })
        : undefined,
  },
  {
    id: 'text-characters',
    doc: 'A text holds no space, backslash, quote or angle bracket: readers split there.',
    judge: (text) =>
      /[ \\"'`<>^|{}]/.test(text)
        ? refuse('BadCharacters', {
            is: 'the text holds a space, backslash, quote, bar, brace or angle bracket',
            accept: 'percent-encode it, or leave it out',
          })
        : undefined,
  },
];

function notAscii(text: string): Verdict | undefined {
  // eslint-disable-next-line no-control-regex -- the whole of ASCII
  const odd = /[^\x00-\x7f]/u.exec(text)?.[0].codePointAt(0);
  return odd === undefined
    ? undefined
    : refuse('BadCharacters', {
        is: `the text holds U+${odd.toString(16).toUpperCase().padStart(4, '0')}, which is not ASCII`,
        accept: 'write names of other alphabets in their xn-- form, below a listed domain',
      });
}
