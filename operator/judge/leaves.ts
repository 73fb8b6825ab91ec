import { judgeEndpoint } from './endpoint.ts';
import type { Bench } from './rule.ts';
import { allow, at, refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Names of members whose value is a server. */
const ENDPOINT_MEMBER =
  /(?:^|[a-z0-9_.-])(?:url|uri|host|hosts|hostname|hostnames|endpoint|server|servers|address|addr|issuer|externalName|moved|redirect|location|cname|target|forward|upstream|nameserver)s?$/i;
/** Names of members whose value is an identifier that nobody dials. */
const IDENTIFIER_MEMBER = /(?:^entityID|Identifier|^urn|^nameID|^audience|^clientID|^name|^kind)$/i;
const DEPTH = 20;

/** Judges every text inside of some data by the name of its member. */
export function judgeLeaves(
  data: unknown,
  bench: Bench,
  judgeText: (text: string, bench: Bench) => Verdict,
): Verdict {
  for (const { path, member, text } of leaves(data, '', DEPTH)) {
    if (text === undefined) return at(path, TOO_DEEP);
    if (IDENTIFIER_MEMBER.test(member) || text === '') continue;
    const verdict = ENDPOINT_MEMBER.test(member)
      ? judgeEndpoint(text, bench)
      : judgeText(text, bench);
    if (verdict.verdict === 'refuse') return at(path, verdict);
  }
  return allow('NoEndpoint', '');
}

/** A text inside of some data. */
export interface Leaf {
  readonly path: string;
  /** Name of the member that holds it; of the list, when it is an entry. */
  readonly member: string;
  /** Undefined for what lies too deep to be looked at. */
  readonly text: string | undefined;
}

const TOO_DEEP = refuse('NotCanonical', {
  is: `members lie deeper than ${DEPTH} levels`,
  accept: 'write the data flatter',
});

/** Every text inside of some data, with its path, down to `depth` levels. */
export function* leaves(value: unknown, path: string, depth: number): Generator<Leaf> {
  if (typeof value === 'string') {
    const member = path.replaceAll(/\[\d+\]/g, '');
    yield { path, member: member.slice(member.lastIndexOf('.') + 1), text: value };
  } else if (typeof value === 'object' && value !== null) {
    if (depth === 0) yield { path, member: '', text: undefined };
    else if (Array.isArray(value))
      for (const [index, entry] of value.entries())
        yield* leaves(entry, `${path}[${index}]`, depth - 1);
    else
      for (const [name, entry] of Object.entries(value))
        yield* leaves(entry, path === '' ? name : `${path}.${name}`, depth - 1);
  }
}
