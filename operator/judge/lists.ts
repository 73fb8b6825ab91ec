import { judgeBlock } from './blocks.ts';
import { judgeDsn } from './dsn.ts';
import { judgeHostPort, judgeHostText } from './host-ports.ts';
import { firstVerdict } from './rule.ts';
import type { Bench, Rule } from './rule.ts';
import type { ListEntry } from './subjects.ts';
import { LIST_KINDS } from './tables/lists.ts';
import type { ListKind } from './tables/lists.ts';
import { judgeUrl, splitUrl } from './urls.ts';
import { allow, at, refuse } from './verdict.ts';
import type { Refused, Verdict } from './verdict.ts';

/** What an entry of a list must look like before its host is asked for. */
export const LIST_RULES: readonly Rule<ListEntry>[] = [
  {
    id: 'list-empty-entry',
    doc: 'No entry is empty: some readers take that for everything.',
    judge: ({ text }) =>
      text === ''
        ? refuse('NotCanonical', { is: 'it is empty', accept: 'leave out the comma' })
        : undefined,
  },
  {
    id: 'list-wildcard',
    doc: 'No entry stands for everything.',
    judge: ({ text }) =>
      text.includes('*')
        ? refuse('NameNotAllowed', { is: 'it is a wildcard', accept: 'name each one' })
        : undefined,
  },
  {
    id: 'list-null-origin',
    doc: 'No origin is null: that is any sandboxed page.',
    judge: ({ text, kind }) =>
      kind === 'origins' && text.toLowerCase() === 'null'
        ? refuse('NameNotAllowed', {
            is: 'null is the origin of any sandboxed page',
            accept: 'name each origin as https://host',
          })
        : undefined,
  },
  {
    id: 'list-origin-path',
    doc: 'An origin has no path: some servers then compare beginnings.',
    judge: ({ text, kind }) =>
      kind === 'origins' && splitUrl(text).rest !== ''
        ? refuse('NotCanonical', {
            is: 'an origin ends after host and port',
            accept: 'leave out everything behind them, the last slash too',
          })
        : undefined,
  },
];

const JUDGES: Readonly<Record<ListKind, (text: string, bench: Bench) => Verdict>> = {
  origins: judgeUrl,
  // Django takes a name with a leading dot for a domain with everything below it.
  hosts: (text, bench) => judgeHostText(text.replace(/^\./, ''), bench),
  blocks: judgeBlock,
  inert: () => allow('NoEndpoint', ''),
  servers: (text, bench) => {
    const { scheme } = splitUrl(text);
    if (scheme === undefined) return judgeHostPort(text, bench);
    return /^https?$/i.test(scheme) ? judgeUrl(text, bench) : judgeDsn(text, bench);
  },
};

/** Whether every entry of `NAME=one,two` stays inside. Nothing is trimmed. */
export function judgeList(text: string, bench: Bench): Verdict {
  const equals = text.indexOf('=');
  if (equals < 0) return noName();
  return judgeEntries(text.slice(0, equals), text.slice(equals + 1), bench);
}

/** Whether every entry of a list of a known or unknown name stays inside; an empty list names nothing. */
export function judgeEntries(name: string, value: string, bench: Bench): Verdict {
  const kind = Object.hasOwn(LIST_KINDS, name) ? (LIST_KINDS[name] ?? 'servers') : 'servers';
  if (kind === 'inert' || value === '') return allow('NoEndpoint', '', value);
  const judged = value.split(',').map((entry, index) => {
    const wrong =
      firstVerdict(bench.rules.text, entry, bench) ??
      firstVerdict(bench.rules.list, { text: entry, kind }, bench);
    return at(`entry ${index + 1} of ${name}`, wrong ?? JUDGES[kind](entry, bench));
  });
  const first = judged.find(({ verdict }) => verdict === 'refuse') ?? judged[0];
  if (first === undefined || first.verdict === 'refuse') return first ?? noName();
  return { ...first, canonical: value, host: judged.map(({ host }) => host).join(',') };
}

const noName = (): Refused =>
  refuse('NotCanonical', { is: 'the list has no name', accept: 'write NAME=one,two' });
