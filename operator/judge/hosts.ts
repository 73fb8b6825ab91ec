import { judgeAddress } from './addresses.ts';
import { parseIPv4, parseIPv6, renderAddress } from './ip.ts';
import type { Address } from './ip.ts';
import { resolution } from './resolution.ts';
import { firstVerdict } from './rule.ts';
import type { Bench, Rule } from './rule.ts';
import { LABEL, MAX_HOST } from './tables/patterns.ts';
import { refuse } from './verdict.ts';
import type { Refused, Verdict } from './verdict.ts';

const NAME = new RegExp(`^(?:${LABEL}[.])*${LABEL}$`);
/** What stands in no name, so that another rule says so. */
const ODD = /[^a-z0-9.-]/;
/** The last label begins with a digit. */
const NUMERIC = /(?:^|[.])[0-9][^.]*[.]?$/;
const ADDRESS_LIKE = /^[0-9.]+$/;
const IPV6_LIKE = /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.%]*$/;

/** What a host must look like before anybody asks whether it is inside: text in lower case, without trailing dot. */
export const HOST_RULES: readonly Rule<string>[] = [
  {
    id: 'host-empty',
    doc: 'A host is given.',
    judge: (host) =>
      host === ''
        ? notCanonical('no host is given', 'give the name or address of a host')
        : undefined,
  },
  {
    id: 'host-length',
    doc: `A host has at most ${MAX_HOST} characters.`,
    judge: (host) =>
      host.length > MAX_HOST
        ? notCanonical(
            `the host has ${host.length} characters`,
            `a name has at most ${MAX_HOST} characters`,
          )
        : undefined,
  },
  {
    id: 'host-numeric',
    doc: 'The last label of a name begins with a letter: everything else is read as an address by somebody.',
    judge: (host) =>
      NUMERIC.test(host) && !ODD.test(host)
        ? refuse('NotCanonical', {
            is: `"${host}" ends like an address and is none in its one spelling`,
            accept: 'write IPv4 as four decimal numbers without leading zeros, such as 10.20.0.5',
            host,
          })
        : undefined,
  },
  {
    id: 'host-labels',
    doc: 'A name consists of labels of letters, digits and inner dashes, each of at most 63.',
    judge: (host) =>
      NAME.test(host)
        ? undefined
        : refuse('BadCharacters', {
            is: 'the host holds something that is no name of a host and no address',
            accept:
              'use labels of letters, digits and inner dashes, joined by single dots; put IPv6 in brackets',
          }),
  },
];
const notCanonical = (is: string, accept: string): Refused =>
  refuse('NotCanonical', { is, accept });

/** A host as it stands in a text. */
export interface HostText {
  readonly text: string;
  /** Whether the host stood in brackets, or may be IPv6 without. */
  readonly bracketed: boolean;
}

/** Whether a host is inside. The canonical form has lower case, no trailing dot, and brackets around IPv6. */
export function judgeHost({ text, bracketed }: HostText, bench: Bench): Verdict {
  if (bracketed) return judgeBracketed(text, bench);
  const address = ADDRESS_LIKE.test(text) ? parseIPv4(text) : undefined;
  if (address !== undefined) return judgeAddress(address, bench);
  const lower = text.toLowerCase();
  // One trailing dot says that the name is complete; behind digits it would turn an address into a name.
  const name = lower.endsWith('.') && !ADDRESS_LIKE.test(lower) ? lower.slice(0, -1) : lower;
  return firstVerdict(bench.rules.host, name, bench) ?? resolution(judgeName(name, bench), bench);
}

/** A host where IPv6 stands without brackets because no port can follow. */
export function judgeBareHost(text: string, bench: Bench): Verdict {
  const address = IPV6_LIKE.test(text) ? parseIPv6(text) : undefined;
  return address === undefined
    ? judgeHost({ text, bracketed: false }, bench)
    : judgeAddress(address, bench);
}

function judgeBracketed(text: string, bench: Bench): Verdict {
  const address: Address | undefined = parseIPv6(text);
  if (address === undefined)
    return notCanonical(
      'what stands in brackets is no IPv6 address in a form that every reader knows',
      'write IPv6 in hexadecimal groups, without zone and without IPv4 in it',
    );
  const verdict = judgeAddress(address, bench);
  return verdict.verdict === 'allow'
    ? { ...verdict, canonical: `[${renderAddress(address)}]` }
    : verdict;
}

/** Whether a name of canonical form is inside. */
function judgeName(name: string, bench: Bench): Verdict {
  return (
    firstVerdict(bench.rules.name, name, bench) ??
    refuse('NameNotAllowed', {
      is: `"${name}" is in no list of the AirgapPolicy`,
      accept: bench.inside.namesAccepted,
      host: name,
    })
  );
}
