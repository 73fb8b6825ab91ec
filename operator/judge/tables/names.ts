/** Names of metadata services; nothing below them is a destination either. They beat every list. */
export const METADATA_NAMES: readonly string[] = [
  'metadata',
  'instance-data',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
  'metadata.platformequinix.com',
  'metadata.packet.net',
];

/** Names of the pod itself. */
export const LOOPBACK_NAMES: readonly string[] = [
  'localhost',
  'localhost.localdomain',
  'localhost6.localdomain6',
  'ip6-localhost',
  'ip6-loopback',
];

/** Top-level domains that no policy can open: RFC 2606, RFC 6761, RFC 7686, RFC 9476. */
export const RESERVED_TLDS: readonly string[] = ['example', 'invalid', 'localhost', 'onion', 'alt'];

/** Names of documentation that stand in examples: refused unless listed. */
export const EXAMPLE_DOMAINS: readonly string[] = ['example.com', 'example.net', 'example.org'];

/** Zones that are reserved for private use and never delegated: ICANN 2024, RFC 8375. */
export const PRIVATE_TLDS: readonly string[] = ['internal', 'home.arpa'];

/** The domain of a cluster when nobody has said another. */
export const CLUSTER_DOMAIN = 'cluster.local';

/** The zone of Services of several clusters (KEP-1645). */
export const CLUSTERSET_DOMAIN = 'clusterset.local';
