import { parseBlock } from './cidr.ts';
import type { Block } from './cidr.ts';
import type { Inside } from './inside.ts';
import { DEFAULT_POLICY } from './policy.ts';
import type { ListName, Policy } from './policy.ts';
import { canonicalEntry } from './policy-lint.ts';

/** Makes a policy ready. Entries that the lint refuses let nothing in. */
export function compile(policy: Policy): Inside {
  const list = (name: ListName): readonly string[] =>
    [...(policy[name] ?? DEFAULT_POLICY[name])].flatMap((entry) => {
      const canonical = canonicalEntry({ list: name, entry }, policy);
      return canonical === undefined ? [] : [canonical];
    });
  const toBlocks = (name: ListName): readonly Block[] =>
    list(name).flatMap((entry) => parseBlock(entry) ?? []);
  const clusterDomain = (policy.clusterDomain ?? DEFAULT_POLICY.clusterDomain).toLowerCase();
  const suffixes = list('allowedSuffixes');
  const privateTLDs = list('privateTLDs');
  return {
    clusterDomain,
    serviceSuffixes: ['.svc', `.svc.${clusterDomain}`],
    privateTLDs: privateTLDs.map((zone) => `.${zone}`),
    suffixes,
    dotted: suffixes.map((suffix) => `.${suffix}`),
    hosts: new Set(list('allowedHosts')),
    blocks: toBlocks('allowedCIDRs'),
    nat64: toBlocks('nat64Prefixes'),
    registries: list('allowedRegistries'),
    privateDnsNames: new Set(list('privateDnsNames')),
    egressProxies: new Set(list('egressProxies')),
    privateAddresses: policy.allowPrivateIPLiterals ?? DEFAULT_POLICY.allowPrivateIPLiterals,
    dotless: policy.allowDotless ?? false,
    loopback: policy.allowLoopback ?? false,
    multiCluster: policy.multiClusterServices ?? false,
    freeFormEnv: policy.freeFormEnv ?? false,
    namesAccepted: namesAccepted([...suffixes, ...privateTLDs]),
  };
}

const SHOWN = 5;

const namesAccepted = (zones: readonly string[]): string => {
  const shown = zones.slice(0, SHOWN).join(', ');
  const more = zones.length > SHOWN ? ` and ${zones.length - SHOWN} more` : '';
  return `use a Service as name.namespace.svc, a listed host, or a name below ${shown}${more}`;
};
