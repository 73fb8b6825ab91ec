import { judgeHost } from './hosts.ts';
import { firstVerdict } from './rule.ts';
import type { Bench, Rule } from './rule.ts';
import type { Authority } from './subjects.ts';
import { PORT } from './tables/patterns.ts';
import { refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const MAX_PORT = 65_535;

/** What an authority must look like; one host, no tricks. */
export const AUTHORITY_RULES: readonly Rule<Authority>[] = [
  {
    id: 'userinfo',
    doc: 'No user and password stand in front of the host.',
    judge: ({ userinfo }) =>
      userinfo
        ? refuse('UserinfoNotAllowed', {
            is: 'an @ stands in front of the path',
            accept: 'leave user and password out; credentials come from a Secret',
          })
        : undefined,
  },
  {
    id: 'host-encoded',
    doc: 'A host is written as it is: some readers decode percent signs there and others do not.',
    judge: ({ text }) =>
      text.includes('%')
        ? refuse('NotCanonical', {
            is: 'the host holds a percent sign, which some readers decode',
            accept: 'write the name of the host as it is',
          })
        : undefined,
  },
  {
    id: 'host-list',
    doc: 'One host is named: some readers split at commas and semicolons.',
    judge: ({ text }) =>
      /[,;]/.test(text)
        ? refuse('MultipleHosts', {
            is: 'more than one host is named where one may be',
            accept: 'name one host',
          })
        : undefined,
  },
  {
    id: 'port',
    doc: `A port is a decimal number from 1 to ${MAX_PORT} without leading zeros, and there is one at most.`,
    judge: ({ text }) => badPort(portOf(text)),
  },
];
const PORT_ONLY = new RegExp(`^${PORT}$`);

const badPort = (port: string | undefined): Verdict | undefined =>
  port === undefined || (PORT_ONLY.test(port) && Number(port) <= MAX_PORT)
    ? undefined
    : refuse('NotCanonical', {
        is: 'what follows the host is no port',
        accept: `write one port from 1 to ${MAX_PORT}, in decimal digits`,
      });

/** What stands behind the first colon that belongs to no IPv6 address; undefined without one. */
function portOf(text: string): string | undefined {
  const end = text.startsWith('[') ? text.indexOf(']') : 0;
  const colon = text.indexOf(':', end < 0 ? text.length : end);
  return colon < 0 ? undefined : text.slice(colon + 1);
}

/** Whether `host[:port]` is inside. The canonical form keeps the port. */
export function judgeAuthority(authority: Authority, bench: Bench): Verdict {
  const refused = firstVerdict(bench.rules.authority, authority, bench);
  if (refused !== undefined) return refused;
  const { text } = authority;
  const port = portOf(text);
  const host = port === undefined ? text : text.slice(0, -port.length - 1);
  const bracketed = host.startsWith('[') && host.endsWith(']');
  const verdict = judgeHost({ text: bracketed ? host.slice(1, -1) : host, bracketed }, bench);
  return verdict.verdict === 'refuse' || port === undefined
    ? verdict
    : { ...verdict, canonical: `${verdict.canonical}:${port}` };
}
