import { judgeAuthority } from './authority.ts';
import { firstVerdict } from './rule.ts';
import type { Bench, Rule } from './rule.ts';
import type { DsnParts } from './subjects.ts';
import { DSN_SCHEMES, UNPROVEN_PEER } from './tables/dsn.ts';
import type { DsnScheme } from './tables/dsn.ts';
import { splitUrl } from './urls.ts';
import { refuse } from './verdict.ts';
import type { Allowed, Verdict } from './verdict.ts';

const ENCODED = '%(?:[2-6][0-9A-Fa-f]|7[0-9A-Ea-e])';
const USERINFO = new RegExp(
  `^(?:[A-Za-z0-9._~!*+=&-]|${ENCODED})*(?::(?:[A-Za-z0-9._~!*+=&-]|${ENCODED})*)?$`,
);
/** One name, or the two slashes by which brokers know the virtual host "/". */
const DSN_PATH = new RegExp(`^(?:/(?:[A-Za-z0-9._~=:+-]|${ENCODED})*|//)?$`);
const VALUE = /^[A-Za-z0-9._~/+-]*$/;

/** What a DSN must look like. */
export const DSN_RULES: readonly Rule<DsnParts>[] = [
  {
    id: 'dsn-scheme',
    doc: 'The scheme is one whose readers are known.',
    judge: ({ of }) =>
      of !== undefined
        ? undefined
        : refuse('SchemeNotAllowed', {
            is: 'the text begins with no scheme that is known to name its hosts plainly',
            accept: `begin with one of ${Object.keys(DSN_SCHEMES).join(', ')} in lower case, followed by ://`,
          }),
  },
  {
    id: 'dsn-one-at',
    doc: 'There is one @ at most, in front of the host: readers differ on which of several counts.',
    judge: ({ text, userinfo }) =>
      text.split('@').length - 1 > (userinfo === undefined ? 0 : 1)
        ? refuse('NotCanonical', {
            is: 'an @ stands where readers differ on what it means',
            accept: 'write @ in a user or password as %40, and / as %2F',
          })
        : undefined,
  },
  {
    id: 'dsn-failover',
    doc: 'No semicolon: some readers take what follows it for another DSN.',
    judge: ({ text }) =>
      text.includes(';')
        ? refuse('MultipleHosts', {
            is: 'a semicolon stands in the text, at which some readers split it',
            accept: 'name one host; write ; in a password as %3B',
          })
        : undefined,
  },
  {
    id: 'dsn-fragment',
    doc: 'No fragment: readers differ on whether it ends the text.',
    judge: ({ text }) =>
      text.includes('#')
        ? refuse('NotCanonical', {
            is: 'a # stands in the text, at which some readers end it',
            accept: 'write # in a password as %23',
          })
        : undefined,
  },
  {
    id: 'dsn-list-brackets',
    doc: 'A list of hosts holds no IPv6 address: some readers look for the last bracket.',
    judge: ({ hosts }) =>
      hosts.includes(',') && hosts.includes('[')
        ? refuse('NotCanonical', {
            is: 'an IPv6 address stands in a list of hosts, where readers differ on where it ends',
            accept: 'list the hosts by name',
          })
        : undefined,
  },
  {
    id: 'dsn-userinfo',
    doc: 'User and password hold characters that all readers take as they are, or percent codes of printable ones.',
    judge: ({ of, userinfo }) =>
      userinfo === undefined || of === undefined || (of.userinfo && USERINFO.test(userinfo))
        ? undefined
        : refuse(of.userinfo ? 'BadCharacters' : 'UserinfoNotAllowed', {
            is: of.userinfo
              ? 'user or password hold a character that readers treat differently'
              : 'a user stands in front of the host',
            accept: of.userinfo
              ? 'percent-encode everything but letters, digits and ._~!*+=&- there'
              : 'leave it out',
          }),
  },
  {
    id: 'dsn-path',
    doc: 'The path is one name, of characters that all readers take as they are.',
    judge: ({ path }) =>
      DSN_PATH.test(path)
        ? undefined
        : refuse('BadCharacters', {
            is: 'the name behind the host holds a character that readers treat differently',
            accept: 'percent-encode everything but letters, digits and ._~=:+- there',
          }),
  },
  {
    id: 'dsn-parameters',
    doc: 'Every parameter is one that names no host, no service file and no code.',
    judge: ({ of, query }) => badParameters(query, of),
  },
  {
    id: 'dsn-peer',
    doc: 'No parameter says that it does not matter who answers.',
    judge: ({ query }) => unprovenPeer(query),
  },
];

function badParameters(query: string | undefined, of: DsnScheme | undefined): Verdict | undefined {
  const wrong = query === undefined || of === undefined ? undefined : badParameter(query, of);
  return wrong === undefined
    ? undefined
    : refuse('OverridingParameter', {
        is: `${wrong} could name another host, or is not known to be safe`,
        accept: `parameters may be ${of?.parameters.join(', ') ?? ''}, each once, with a plain value`,
      });
}

function unprovenPeer(query: string | undefined): Verdict | undefined {
  const wrong = parametersOf(query ?? '').find(({ name, value }) =>
    UNPROVEN_PEER[name]?.includes(value),
  );
  return wrong === undefined
    ? undefined
    : refuse('ForbiddenSetting', {
        is: `parameter "${wrong.name}" switches off the check of who answers`,
        accept: 'leave it out, and give the CA in spec.trust',
      });
}

const parametersOf = (
  query: string,
): readonly { readonly name: string; readonly value: string }[] =>
  query === ''
    ? []
    : query.split('&').map((part) => {
        const equals = part.indexOf('=');
        return equals < 0
          ? { name: part, value: '\0' }
          : { name: part.slice(0, equals), value: part.slice(equals + 1) };
      });

/** What is wrong with the parameters; names are shown only when they are plain words. */
function badParameter(query: string, { parameters }: DsnScheme): string | undefined {
  const seen = new Set<string>();
  for (const { name, value } of parametersOf(query)) {
    if (parameters.includes(name) && VALUE.test(value) && !seen.has(name)) seen.add(name);
    else return /^[A-Za-z_]{1,40}$/.test(name) ? `parameter "${name}"` : 'a parameter';
  }
  return undefined;
}

/** Takes a DSN apart. */
export function splitDsn(text: string): DsnParts {
  const { scheme, authority, rest } = splitUrl(text);
  const at = authority.lastIndexOf('@');
  const question = rest.indexOf('?');
  return {
    text,
    scheme,
    // In lower case alone: libpq takes `Postgres://` for the other form of connection strings.
    of:
      scheme !== undefined && Object.hasOwn(DSN_SCHEMES, scheme) ? DSN_SCHEMES[scheme] : undefined,
    userinfo: at < 0 ? undefined : authority.slice(0, at),
    hosts: authority.slice(at + 1),
    path: question < 0 ? rest : rest.slice(0, question),
    query: question < 0 ? undefined : rest.slice(question + 1),
  };
}

/** Whether a connection string stays inside: all of its hosts. */
export function judgeDsn(text: string, bench: Bench): Verdict {
  const refused = firstVerdict(bench.rules.text, text, bench);
  if (refused !== undefined) return refused;
  const parts = splitDsn(text);
  const wrong = firstVerdict(bench.rules.dsn, parts, bench);
  if (wrong !== undefined) return wrong;
  const hosts = parts.of?.hosts === 'list' ? parts.hosts.split(',') : [parts.hosts];
  const judged: Allowed[] = [];
  for (const host of hosts) {
    const verdict = judgeAuthority({ text: host, userinfo: false }, bench);
    if (verdict.verdict === 'refuse') return verdict;
    judged.push(verdict);
  }
  return allowed(parts, judged);
}

function allowed(
  { scheme = '', userinfo, path, query }: DsnParts,
  judged: readonly Allowed[],
): Verdict {
  const [first] = judged;
  if (first === undefined) throw new TypeError('Cannot judge a DSN without host');
  const hosts = judged.map(({ canonical }) => canonical).join(',');
  return {
    ...first,
    host: judged.map(({ host }) => host).join(','),
    canonical: `${scheme}://${userinfo === undefined ? '' : `${userinfo}@`}${hosts}${path}${query === undefined ? '' : `?${query}`}`,
  };
}
