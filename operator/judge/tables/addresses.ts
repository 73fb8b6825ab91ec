/** A block of addresses that is never a destination, whatever a policy lists. */
export interface NeverBlock {
  readonly cidr: string;
  readonly reason: 'SpecialAddress' | 'MetadataAddress' | 'EmbeddedIPv4';
  readonly what: string;
}

/** Metadata services of clouds; some lie inside of private blocks, so they are looked for first. */
export const METADATA_BLOCKS: readonly NeverBlock[] = [
  ...[
    '169.254.169.254/32',
    '169.254.170.2/32',
    '169.254.170.23/32',
    '168.63.129.16/32',
    '100.100.100.200/32',
    '192.0.0.192/32',
    'fd00:ec2::/32',
    'fd20:ce::254/128',
  ].map((cidr) => ({
    cidr,
    reason: 'MetadataAddress' as const,
    what: 'the metadata service of a cloud',
  })),
];

/** IPv4 inside of IPv6: the packet goes to the address that is carried. */
export const EMBEDDING_BLOCKS: readonly NeverBlock[] = [
  { cidr: '::ffff:0:0/96', what: 'an IPv4-mapped address' },
  { cidr: '::ffff:0:0:0/96', what: 'an IPv4-translated address' },
  { cidr: '64:ff9b::/96', what: 'an address of NAT64' },
  { cidr: '64:ff9b:1::/48', what: 'an address of NAT64' },
  { cidr: '2002::/16', what: 'an address of 6to4' },
  { cidr: '2001::/32', what: 'an address of Teredo' },
].map((block) => ({ ...block, reason: 'EmbeddedIPv4' as const }));

/** IANA's special-purpose registries, and what RFC 4291 and RFC 3879 withdrew. */
export const SPECIAL_BLOCKS: readonly NeverBlock[] = [
  { cidr: '0.0.0.0/8', what: 'an address of "this host"' },
  { cidr: '127.0.0.0/8', what: 'loopback: the pod itself' },
  { cidr: '169.254.0.0/16', what: 'link-local' },
  { cidr: '192.0.0.0/24', what: 'reserved for protocols' },
  { cidr: '192.0.2.0/24', what: 'reserved for documentation' },
  { cidr: '192.88.99.0/24', what: 'a relay of 6to4' },
  { cidr: '198.18.0.0/15', what: 'reserved for measurements' },
  { cidr: '198.51.100.0/24', what: 'reserved for documentation' },
  { cidr: '203.0.113.0/24', what: 'reserved for documentation' },
  { cidr: '224.0.0.0/4', what: 'multicast' },
  { cidr: '240.0.0.0/4', what: 'reserved' },
  { cidr: '::/128', what: 'the unspecified address' },
  { cidr: '::1/128', what: 'loopback: the pod itself' },
  { cidr: '100::/64', what: 'discarded by routers' },
  { cidr: '100:0:0:1::/64', what: 'discarded by routers' },
  { cidr: '2001::/23', what: 'reserved for protocols' },
  { cidr: '2001:db8::/32', what: 'reserved for documentation' },
  { cidr: '3fff::/20', what: 'reserved for documentation' },
  { cidr: '5f00::/16', what: 'reserved for segment routing' },
  { cidr: 'fe80::/10', what: 'link-local' },
  { cidr: 'fec0::/10', what: 'site-local, which is withdrawn' },
  { cidr: 'ff00::/8', what: 'multicast' },
].map((block) => ({ ...block, reason: 'SpecialAddress' as const }));

/** IPv4-compatible addresses: after `::` and `::1`, which lie in the same block. */
export const COMPATIBLE_BLOCKS: readonly NeverBlock[] = [
  { cidr: '::/96', what: 'an IPv4-compatible address', reason: 'EmbeddedIPv4' },
];

/** Loopback, for policies that allow a pod to name itself. */
export const LOOPBACK_ADDRESSES: readonly string[] = ['127.0.0.1/32', '::1/128'];

/** Blocks that are inside unless the policy says that every block is listed: RFC 1918, RFC 4193. */
export const PRIVATE_BLOCKS: readonly string[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fd00::/8',
];

/** Blocks that a policy may list without acknowledging that they are public: RFC 6598 and the rest of RFC 4193 besides. */
export const LISTABLE_BLOCKS: readonly string[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
];
