import { blocks, covers, overlap, parseBlock } from './cidr.ts';
import type { Block } from './cidr.ts';
import { parseAddress } from './ip.ts';
import type { ListName } from './policy.ts';
import { isPublicSuffix } from './public-suffixes.ts';
import type { RefusalReason } from './reasons.ts';
import type { PolicyRule } from './rule.ts';
import {
  EMBEDDING_BLOCKS,
  COMPATIBLE_BLOCKS,
  LISTABLE_BLOCKS,
  METADATA_BLOCKS,
  SPECIAL_BLOCKS,
} from './tables/addresses.ts';
import { CLUSTER_DOMAIN, METADATA_NAMES, PRIVATE_TLDS, RESERVED_TLDS } from './tables/names.ts';
import { IMAGE_COMPONENT, NAME } from './tables/patterns.ts';
import { OWN_ENDPOINT, PUBLIC_REGISTRIES, SHARED_ZONES } from './tables/shared-zones.ts';
import type { PolicyEntry } from './subjects.ts';
import { refuse } from './verdict.ts';
import type { Refused } from './verdict.ts';

const HOSTS: readonly ListName[] = ['allowedHosts', 'privateDnsNames'];
const ZONES: readonly ListName[] = ['allowedSuffixes', 'privateTLDs'];
const NAMES: readonly ListName[] = [...HOSTS, ...ZONES];
const BLOCKS: readonly ListName[] = ['allowedCIDRs', 'nat64Prefixes'];

const WHOLE_NAME = new RegExp(`^${NAME}$`);
const REGISTRY = new RegExp(
  `^(?:${NAME}|[0-9.]+|\\[[0-9a-f:]+\\])(?::[1-9][0-9]{0,4})?(?:/${IMAGE_COMPONENT})*$`,
);
const PROXY = /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[1-9][0-9]{0,4})?$/;
const METADATA = blocks(METADATA_BLOCKS.map(({ cidr }) => cidr));
const NEVER = blocks(
  [...SPECIAL_BLOCKS, ...EMBEDDING_BLOCKS, ...COMPATIBLE_BLOCKS].map(({ cidr }) => cidr),
);
const LISTABLE = blocks(LISTABLE_BLOCKS);

const isBelow = (name: string, parents: readonly string[]): boolean =>
  parents.some((parent) => name === parent || name.endsWith(`.${parent}`));
const wrong = (reason: RefusalReason, is: string, accept: string): Refused =>
  refuse(reason, { is, accept });
const block = ({ list, text }: PolicyEntry): Block | undefined =>
  BLOCKS.includes(list) ? parseBlock(text) : undefined;
const clusterDomain = ({ policy }: PolicyEntry): string =>
  (policy.clusterDomain ?? CLUSTER_DOMAIN).toLowerCase();

/** What may not stand in a policy, whoever wrote it. */
export const POLICY_RULES: readonly PolicyRule[] = [
  {
    id: 'policy-name-form',
    doc: 'An entry that names hosts is a plain name: no wildcard, address, port, scheme or other alphabet.',
    judge: ({ list, text }) =>
      NAMES.includes(list) && !(WHOLE_NAME.test(text) && text.length <= 253)
        ? wrong(
            'NotCanonical',
            'the entry is no plain name of a host or domain',
            'write corp.example.com: a suffix covers everything below it, addresses go to allowedCIDRs',
          )
        : undefined,
  },
  {
    id: 'policy-cluster-zone',
    doc: 'The zone of the cluster is not opened by a list: DNS echoes any address there.',
    judge: (entry) =>
      NAMES.includes(entry.list) &&
      (isBelow(entry.text, [clusterDomain(entry), 'svc', CLUSTER_DOMAIN]) ||
        isBelow(clusterDomain(entry), ZONES.includes(entry.list) ? [entry.text] : []))
        ? wrong(
            'PolicyTooWide',
            'the entry touches the zone of the cluster, where DNS echoes any address',
            'leave it out: Services are inside without being listed',
          )
        : undefined,
  },
  {
    id: 'policy-single-label',
    doc: 'No suffix is a top-level domain, but those that are reserved for private use.',
    judge: ({ list, text }) =>
      ZONES.includes(list) && !text.includes('.') && !PRIVATE_TLDS.includes(text)
        ? wrong(
            'PolicyTooWide',
            `the entry is a top-level domain`,
            `write a domain of your own with at least two labels; of single labels only ${PRIVATE_TLDS.filter((zone) => !zone.includes('.')).join(', ')} may stand here`,
          )
        : undefined,
  },
  {
    id: 'policy-private-tld',
    doc: 'privateTLDs holds zones that are reserved for private use.',
    judge: ({ list, text }) =>
      list === 'privateTLDs' && !PRIVATE_TLDS.includes(text)
        ? wrong(
            'PolicyTooWide',
            'the entry is not reserved for private use',
            `use ${PRIVATE_TLDS.join(' or ')}; other domains go to allowedSuffixes`,
          )
        : undefined,
  },
  {
    id: 'policy-reserved',
    doc: 'No entry opens a reserved domain or a metadata service.',
    judge: ({ list, text }) =>
      NAMES.includes(list) &&
      (RESERVED_TLDS.includes(text.slice(text.lastIndexOf('.') + 1)) ||
        isBelow(text, METADATA_NAMES))
        ? wrong('ReservedName', 'the entry is never a destination', 'leave it out')
        : undefined,
  },
  {
    id: 'policy-public-suffix',
    doc: 'No suffix is one below which anybody may register (the Public Suffix List).',
    judge: ({ list, text }) =>
      ZONES.includes(list) && !PRIVATE_TLDS.includes(text) && isPublicSuffix(text)
        ? wrong(
            'PolicyTooWide',
            'the entry is a public suffix, below which anybody may register',
            'write a domain of your own',
          )
        : undefined,
  },
  {
    id: 'policy-shared-zone',
    doc: 'No suffix belongs to all customers of a provider, or answers with any address.',
    judge: ({ list, text }) =>
      list === 'allowedSuffixes' && isBelow(text, SHARED_ZONES) && !OWN_ENDPOINT.test(text)
        ? wrong(
            'PolicyTooWide',
            'the entry is shared by all customers of a provider',
            'list the exact host in allowedHosts, or in privateDnsNames when private DNS answers it',
          )
        : undefined,
  },
  {
    id: 'policy-block-form',
    doc: 'A block is a canonical address, a slash and a length, and no bits are set behind it.',
    judge: (entry) =>
      BLOCKS.includes(entry.list) && block(entry) === undefined
        ? wrong(
            'NotCanonical',
            'the entry is no block of addresses in its one spelling',
            'write 10.20.0.0/16 or fd12:3456:789a::/48: no bits behind the length, no leading zeros',
          )
        : undefined,
  },
  {
    id: 'policy-block-never',
    doc: 'No block holds addresses that are never a destination.',
    judge: (entry) =>
      entry.list === 'allowedCIDRs' && isNever(block(entry))
        ? wrong(
            'SpecialAddress',
            'the block holds addresses that are never a destination',
            'list the blocks of your own networks',
          )
        : undefined,
  },
  {
    id: 'policy-block-public',
    doc: 'A block of public addresses stands only in a policy that acknowledges it.',
    judge: (entry) =>
      entry.list === 'allowedCIDRs' &&
      isPublic(block(entry)) &&
      entry.policy.publicRangesAcknowledged !== true
        ? wrong(
            'PolicyTooWide',
            'the block holds public addresses',
            'list private blocks, or set publicRangesAcknowledged when these addresses are yours and isolated',
          )
        : undefined,
  },
  {
    id: 'policy-registry-form',
    doc: 'A registry is host[:port][/path] in lower case, and not taken for a namespace of a public one.',
    judge: ({ list, text }) =>
      list === 'allowedRegistries' && !isRegistry(text)
        ? wrong(
            'NotCanonical',
            'the entry is no registry',
            'write host[:port][/path] in lower case, without scheme; a host without dot needs a port',
          )
        : undefined,
  },
  {
    id: 'policy-registry-public',
    doc: 'No registry is one that serves the public.',
    judge: ({ list, text }) =>
      list === 'allowedRegistries' && isBelow(text.split(/[:/]/)[0] ?? '', PUBLIC_REGISTRIES)
        ? wrong('PolicyTooWide', 'the entry is a public registry', 'list the mirror of your site')
        : undefined,
  },
  {
    id: 'policy-proxy-form',
    doc: 'A proxy is scheme://host[:port] of HTTP, without user and path.',
    judge: ({ list, text }) =>
      list === 'egressProxies' && !PROXY.test(text)
        ? wrong('NotCanonical', 'the entry is no URL of a proxy', 'write http://host:port')
        : undefined,
  },
];

const isNever = (found: Block | undefined): boolean =>
  found !== undefined &&
  (NEVER.some((never) => overlap(found, never)) ||
    METADATA.some((metadata) => covers(metadata, found)));

const isPublic = (found: Block | undefined): boolean =>
  found !== undefined && !LISTABLE.some((listable) => covers(listable, found));

/** The first part must read as a host, so it has a dot or a port, or is localhost. */
function isRegistry(text: string): boolean {
  const [host = ''] = text.split('/');
  if (!REGISTRY.test(text)) return false;
  if (/^[0-9.]+(?::|$)/.test(host) && parseAddress(host.split(':')[0] ?? '') === undefined)
    return false;
  return /[.:]/.test(host) || host === 'localhost';
}
