import { judgeAuthority } from './authority.ts';
import { firstVerdict } from './rule.ts';
import type { Bench, Rule } from './rule.ts';
import type { UrlParts } from './subjects.ts';
import { PATH, QUERY } from './tables/patterns.ts';
import { refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//;
const REST = new RegExp(`^${PATH}${QUERY}$`);

/** Takes a URL apart. */
export function splitUrl(text: string): UrlParts {
  const scheme = SCHEME.exec(text)?.[1];
  const begin = scheme === undefined ? 0 : scheme.length + 3;
  const end = begin + text.slice(begin).search(/[/?#]|$/);
  return { scheme, authority: text.slice(begin, end), rest: text.slice(end) };
}

/** Schemes of HTTP. */
export const HTTP_SCHEMES: readonly string[] = ['http', 'https'];

/** What a URL must look like. */
export const URL_RULES: readonly Rule<UrlParts>[] = [
  {
    id: 'url-scheme',
    doc: 'A URL begins with http:// or https://.',
    judge: ({ scheme }) =>
      scheme !== undefined && HTTP_SCHEMES.includes(scheme.toLowerCase())
        ? undefined
        : refuse('SchemeNotAllowed', {
            is: 'the text begins with neither http:// nor https://',
            accept: 'write https://host[:port][/path]',
          }),
  },
  {
    id: 'url-fragment',
    doc: 'An endpoint has no fragment.',
    judge: ({ rest }) =>
      rest.includes('#')
        ? refuse('NotCanonical', {
            is: 'the URL has a fragment, which no server is ever sent',
            accept: 'leave out everything from the # on',
          })
        : undefined,
  },
  {
    id: 'url-rest',
    doc: 'Path and query hold the characters that all readers take as they are.',
    judge: ({ rest }) =>
      REST.test(rest)
        ? undefined
        : refuse('BadCharacters', {
            is: 'the path or query holds a character that readers treat differently',
            accept: 'percent-encode everything but letters, digits and ._~!&*+,;=:@-',
          }),
  },
];

/** Whether an http(s) URL stays inside. */
export function judgeUrl(text: string, bench: Bench): Verdict {
  const refused = firstVerdict(bench.rules.text, text, bench);
  if (refused !== undefined) return refused;
  const parts = splitUrl(text);
  const wrong = firstVerdict(bench.rules.url, parts, bench);
  if (wrong !== undefined) return wrong;
  const at = parts.authority.lastIndexOf('@');
  const verdict = judgeAuthority({ text: parts.authority.slice(at + 1), userinfo: at >= 0 }, bench);
  return verdict.verdict === 'refuse'
    ? verdict
    : {
        ...verdict,
        canonical: `${(parts.scheme ?? '').toLowerCase()}://${verdict.canonical}${parts.rest}`,
      };
}
