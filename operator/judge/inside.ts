import type { Block } from './cidr.ts';

/** A policy made ready for judging: canonical, and without the entries that its lint refuses. */
export interface Inside {
  readonly clusterDomain: string;
  /** Ends of names of Services, with the leading dot: `.svc`, `.svc.cluster.local`. */
  readonly serviceSuffixes: readonly string[];
  readonly privateTLDs: readonly string[];
  readonly suffixes: readonly string[];
  /** The same with a leading dot. */
  readonly dotted: readonly string[];
  readonly hosts: ReadonlySet<string>;
  readonly blocks: readonly Block[];
  readonly nat64: readonly Block[];
  readonly registries: readonly string[];
  readonly privateDnsNames: ReadonlySet<string>;
  readonly egressProxies: ReadonlySet<string>;
  readonly privateAddresses: boolean;
  readonly dotless: boolean;
  readonly loopback: boolean;
  readonly multiCluster: boolean;
  readonly freeFormEnv: boolean;
  /** What would be accepted as a name, for messages. */
  readonly namesAccepted: string;
}
