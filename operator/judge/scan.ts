import { judgeBlock } from './blocks.ts';
import { judgeEndpoint } from './endpoint.ts';
import { judgeHostPort } from './host-ports.ts';
import { parseIPv6 } from './ip.ts';
import { judgeLeaves } from './leaves.ts';
import { hasPublicTld } from './public-suffixes.ts';
import type { Bench } from './rule.ts';
import { allow, refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Bounded, as every expression here: values may be as large as a Secret. */
const SCHEME = /[a-z][a-z0-9+.-]{0,30}:\/\//i;
/** A list of URLs is split where the next one begins; one URL with a comma in it is not. */
const NEXT_URL = /[,;|](?=[a-z][a-z0-9+.-]{0,30}:\/\/)/i;
/** What some readers take for a URL although the slashes are missing. */
const HALF_URL = /^(?:https?|ftp|wss?|ldaps?):(?!\/\/)\S|^jdbc:/i;
const SCHEME_RELATIVE = /(?:^|[=(])\/\/([^/?#]+)/;
const NAME_LIKE =
  /^(?:-{0,2}[\w.-]+[=:])?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*\.?(?::[0-9]+)?)(?:[/?#].*)?$/i;
/** What may stand in front of a name, the name, and the begin of what follows. */
const LONGEST_NAME = 400;
const EMAIL = /^[^\s@:/]+@[^\s@:/]+$/;
const IPV4 = /(?<![\w.:-])([0-9]{1,3}(?:\.[0-9]{1,3}){3})(\/[0-9]{1,2})?(?![\w.-])/g;
const IPV6 = /(?<![\w:.])\[?([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})\]?(?![\w:])/gi;
/** Where a server listens: it goes nowhere. */
const LISTEN: readonly string[] = ['0.0.0.0', '127.0.0.1', '::', '::1'];

/** Whether anything in a text of unknown meaning looks like a server that is not inside. */
export function judgeFreeText(text: string, bench: Bench): Verdict {
  const data = parseData(text);
  if (data !== undefined) return judgeLeaves(data, bench, judgeFreeText);
  if (/\p{Cf}/u.test(text))
    return refuse('BadCharacters', {
      is: 'the text holds characters that are not shown',
      accept: 'leave them out',
    });
  for (const word of text.split(/[\s"'`<>]+/)) {
    for (const piece of word.split(NEXT_URL)) {
      const verdict = judgePiece(piece.replace(/[),;.\]}]{1,20}$/, ''), bench);
      if (verdict?.verdict === 'refuse') return verdict;
    }
  }
  return allow('NoEndpoint', '', text);
}

function judgePiece(piece: string, bench: Bench): Verdict | undefined {
  const url = SCHEME.exec(piece);
  if (url !== null) return judgeEndpoint(piece.slice(url.index), bench);
  if (HALF_URL.test(piece) || piece.startsWith('\\\\'))
    return refuse('NotCanonical', {
      is: 'a text that some readers take for a URL lacks its //',
      accept: 'write scheme://host',
    });
  const relative = SCHEME_RELATIVE.exec(piece)?.[1];
  if (relative !== undefined) return judgeHostPort(relative, bench);
  if (EMAIL.test(piece)) return undefined;
  return judgeAddresses(piece, bench) ?? judgeNames(piece, bench);
}

/** Addresses of a piece, of both families. */
function judgeAddresses(piece: string, bench: Bench): Verdict | undefined {
  return firstRefusal([
    ...[...piece.matchAll(IPV4)].map(([, text = '', length = '']) =>
      judgeFound(text, length, bench),
    ),
    ...[...piece.matchAll(IPV6)]
      .map(([, text = '']) => text)
      .filter((text) => parseIPv6(text) !== undefined)
      .map((text) => judgeFound(text, '', bench)),
  ]);
}

function judgeFound(text: string, length: string, bench: Bench): Verdict | undefined {
  return LISTEN.includes(text) ? undefined : judgeBlock(`${text}${length}`, bench);
}

const firstRefusal = (verdicts: readonly (Verdict | undefined)[]): Verdict | undefined =>
  verdicts.find((verdict) => verdict?.verdict === 'refuse');

/** Names of a piece, joined by commas, when they end in a top-level domain of the internet. */
function judgeNames(piece: string, bench: Bench): Verdict | undefined {
  for (const part of piece.split(/[,;|]/)) {
    const folded = part
      .slice(0, LONGEST_NAME)
      .normalize('NFKC')
      .replaceAll(/[\u3002\uff61\uff0e]/g, '.');
    const host = NAME_LIKE.exec(folded)?.[1];
    const name = host?.replace(/\.?(?::[0-9]+)?$/, '');
    if (host === undefined || name === undefined || !hasPublicTld(name.toLowerCase())) continue;
    const at = part.indexOf('@');
    const ascii = part.startsWith(folded);
    const verdict = judgeHostPort(ascii ? host : part.slice(at + 1), bench);
    if (verdict.verdict === 'refuse') return verdict;
  }
  return undefined;
}

/** JSON objects and lists; everything else is text. */
function parseData(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
