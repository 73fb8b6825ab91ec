import type { Bench, Rule } from './rule.ts';
import { services } from './services.ts';
import {
  CLUSTERSET_DOMAIN,
  EXAMPLE_DOMAINS,
  LOOPBACK_NAMES,
  METADATA_NAMES,
  RESERVED_TLDS,
} from './tables/names.ts';
import { allow, refuse } from './verdict.ts';
import type { RefusalReason } from './reasons.ts';
import type { Refused } from './verdict.ts';

const METADATA = new Set(METADATA_NAMES);
const LOOPBACK = new Set(LOOPBACK_NAMES);
const RESERVED = new Set(RESERVED_TLDS);

/** Whether a name is one of some, or lies below one. */
const below = (name: string, parents: Iterable<string>): boolean => {
  for (const parent of parents) if (name === parent || name.endsWith(`.${parent}`)) return true;
  return false;
};
const lastLabel = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
const labelCount = (name: string): number => name.split('.').length;

/** Refuses a name for what it is. */
const no =
  (reason: RefusalReason, is: string) =>
  (name: string, { inside }: Bench): Refused =>
    refuse(reason, { is: `"${name}" ${is}`, accept: inside.namesAccepted, host: name });

/** What decides about a name of canonical form; the first verdict counts. */
export const NAME_RULES: readonly Rule<string>[] = [
  {
    id: 'loopback-name',
    doc: 'A policy may allow a pod to name itself.',
    judge: (name, { inside }) =>
      name === 'localhost' && inside.loopback ? allow('Loopback', name) : undefined,
  },
  {
    id: 'metadata-name',
    doc: 'No metadata service is a destination, whatever is listed.',
    judge: (name, bench) =>
      below(name, METADATA)
        ? no('MetadataAddress', 'is the metadata service of a cloud')(name, bench)
        : undefined,
  },
  {
    id: 'localhost-name',
    doc: 'A name of the pod itself is no destination (RFC 6761).',
    judge: (name, bench) =>
      LOOPBACK.has(name) || lastLabel(name) === 'localhost'
        ? no('SpecialAddress', 'is the pod itself')(name, bench)
        : undefined,
  },
  {
    id: 'reserved-tld',
    doc: 'A top-level domain that is reserved or belongs to another network is no destination.',
    judge: (name, bench) =>
      RESERVED.has(lastLabel(name))
        ? no('ReservedName', 'lies in a reserved top-level domain')(name, bench)
        : undefined,
  },
  ...services,
  {
    id: 'listed-host',
    doc: 'A listed host is inside.',
    judge: (name, { inside }) => (inside.hosts.has(name) ? allow('ListedHost', name) : undefined),
  },
  {
    id: 'single-label',
    doc: 'A name of one label depends on the search list of whoever resolves it.',
    judge: (name, bench) =>
      name.includes('.')
        ? undefined
        : no('SingleLabel', 'is a single label, which the search list completes')(name, bench),
  },
  {
    id: 'private-dns-name',
    doc: 'A public name that private DNS answers is inside when every answer is.',
    judge: (name, { inside }) =>
      inside.privateDnsNames.has(name) ? allow('ProvenPrivateName', name) : undefined,
  },
  {
    id: 'listed-suffix',
    doc: 'A name is inside when it is a listed domain or lies below one, at a label.',
    judge: (name, { inside }) =>
      inside.suffixes.includes(name) || inside.dotted.some((end) => name.endsWith(end))
        ? allow('ListedSuffix', name)
        : undefined,
  },
  {
    id: 'private-zone',
    doc: 'A name below a zone that is reserved for private use is inside.',
    judge: (name, { inside }) =>
      inside.privateTLDs.some((end) => name.endsWith(end)) ? allow('PrivateZone', name) : undefined,
  },
  {
    id: 'example-name',
    doc: 'A name that is reserved for documentation was left over from an example.',
    judge: (name, bench) =>
      below(name, EXAMPLE_DOMAINS)
        ? no('ReservedName', 'is reserved for documentation and not listed')(name, bench)
        : undefined,
  },
  {
    id: 'clusterset-name',
    doc: 'Services of other clusters are inside only when the policy says so.',
    judge: (name, bench) =>
      below(name, [CLUSTERSET_DOMAIN])
        ? no('NotAService', 'belongs to another cluster, which the policy does not allow')(
            name,
            bench,
          )
        : undefined,
  },
  {
    id: 'two-labels',
    doc: 'A name of two labels may be a Service or a public domain.',
    judge: (name, bench) =>
      labelCount(name) === 2
        ? refuse('AmbiguousName', {
            is: `"${name}" is not listed, and two labels may be a Service as well as a public domain`,
            accept: `for a Service write ${name}.svc; else ${bench.inside.namesAccepted}`,
            host: name,
          })
        : undefined,
  },
];
