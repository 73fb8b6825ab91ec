import { CLUSTER_DOMAIN, PRIVATE_TLDS } from './tables/names.ts';

/** What counts as inside, as a policy says it. Whatever is left out has the value of {@link DEFAULT_POLICY}. */
export interface Policy {
  /** DNS domain of the cluster. */
  readonly clusterDomain?: string | undefined;
  /** Whether every RFC 1918 and fd00::/8 address is inside without being listed. */
  readonly allowPrivateIPLiterals?: boolean | undefined;
  /** Zones in which every name is inside, of those that are reserved for private use. */
  readonly privateTLDs?: readonly string[] | undefined;
  /** Domains with everything below them. */
  readonly allowedSuffixes?: readonly string[] | undefined;
  readonly allowedHosts?: readonly string[] | undefined;
  readonly allowedCIDRs?: readonly string[] | undefined;
  /** Registries with optional port and path. */
  readonly allowedRegistries?: readonly string[] | undefined;
  /** Public names that private DNS answers: every answer must be inside. */
  readonly privateDnsNames?: readonly string[] | undefined;
  /** Forward proxies, as URLs: declared ways out. */
  readonly egressProxies?: readonly string[] | undefined;
  /** Blocks that this network translates to IPv4. */
  readonly nat64Prefixes?: readonly string[] | undefined;
  /** Whether listed blocks may be public addresses. */
  readonly publicRangesAcknowledged?: boolean | undefined;
  /** Whether a name of one label is taken when a Service of that name is known. */
  readonly allowDotless?: boolean | undefined;
  /** Whether a pod may name itself. */
  readonly allowLoopback?: boolean | undefined;
  /** Whether Services of other clusters (`svc.clusterset.local`) are inside. */
  readonly multiClusterServices?: boolean | undefined;
  /** Whether environment variables of unknown name are judged by their value instead of refused. */
  readonly freeFormEnv?: boolean | undefined;
}

/** What a fresh installation begins with: names of Services, private addresses, reserved zones. */
export const DEFAULT_POLICY = {
  clusterDomain: CLUSTER_DOMAIN,
  allowPrivateIPLiterals: true,
  privateTLDs: PRIVATE_TLDS,
  allowedSuffixes: [],
  allowedHosts: [],
  allowedCIDRs: [],
  allowedRegistries: [],
  privateDnsNames: [],
  egressProxies: [],
  nat64Prefixes: [],
  publicRangesAcknowledged: false,
  allowDotless: false,
  allowLoopback: false,
  multiClusterServices: false,
  freeFormEnv: false,
} as const satisfies Required<Policy>;

/** Lists of a policy whose entries are linted one by one. */
export const LISTS = [
  'privateTLDs',
  'allowedSuffixes',
  'allowedHosts',
  'allowedCIDRs',
  'allowedRegistries',
  'privateDnsNames',
  'egressProxies',
  'nat64Prefixes',
] as const;

/** A list of a policy. */
export type ListName = (typeof LISTS)[number];
