import * as z from 'zod';

import { PRIVATE_TLDS } from '../judge/tables/names.ts';
import { dnsLabel, hostName } from './fields.ts';
import {
  addressBlock,
  listedRegistry,
  notReserved,
  notService,
  proxyUrl,
  publicBlocks,
  suffixName,
} from './policy-entries.ts';
import { listMap, setList, shaped } from './shape.ts';

/** Name of the one AirgapPolicy that counts. */
export const POLICY_NAME = 'cluster';

const host = (description: string): z.ZodString =>
  shaped(hostName(description), description, [notService, notReserved]);

/** Everything that may count as inside, in lists of at most `max` entries: their product with the namespaces costs the API server. */
const allowLists = (max: number) => ({
  allowedHosts: setList(
    z.array(host('Name of one host.')).max(max),
    'Names of single hosts that are inside, for example git.corp.example.com.',
  ).optional(),
  allowedSuffixes: setList(
    z.array(suffixName).max(max),
    "Domains that are inside with every name below them, for example corp.example.com. No top-level domain, nobody else's, and not the domain of the cluster, whose Services are inside anyway.",
  ).optional(),
  allowedCIDRs: setList(
    z.array(addressBlock).max(max),
    'Blocks of addresses that are inside, for example 10.20.0.0/16. Private ones, unless publicRangesAcknowledged is set.',
  ).optional(),
  allowedRegistries: setList(
    z.array(listedRegistry).max(max),
    'Registries, with optional port and path, that images may come from, for example registry.corp.example.com/mirror.',
  ).optional(),
  privateDnsNames: setList(
    z.array(host('A public name.')).max(max),
    'Public names that private DNS answers here, such as those of private endpoints of a cloud. Inside as long as every answer lies inside; each name exactly.',
  ).optional(),
  egressProxies: setList(
    z.array(proxyUrl).max(8),
    'Forward proxies that may be used, as http://host:port. A proxy is a way out: list it only when that is meant.',
  ).optional(),
});

const flag = (description: string): z.ZodOptional<z.ZodBoolean> =>
  z.boolean().meta({ description }).optional();

/** `spec` of the AirgapPolicy: what counts as inside. Whatever is in no list is outside. */
export const AirgapPolicySpec = shaped(
  z.strictObject({
    ...allowLists(64),
    clusterDomain: hostName(
      'DNS domain of the cluster, below which its Services are. cluster.local when left out.',
    ).optional(),
    allowPrivateIPLiterals: flag(
      'Whether every private address (RFC 1918, fd00::/8) is inside. True when left out; false wants each block in allowedCIDRs.',
    ),
    privateTLDs: setList(
      z
        .array(z.enum(PRIVATE_TLDS).meta({ description: 'A zone reserved for private use.' }))
        .max(8),
      'Zones reserved for private use in which every name is inside. All of them when left out.',
    ).optional(),
    nat64Prefixes: setList(
      z.array(addressBlock).max(8),
      'Blocks of IPv6 that this network translates to IPv4, so that their addresses lead elsewhere than they look.',
    ).optional(),
    publicRangesAcknowledged: flag(
      'Whether allowedCIDRs may hold public addresses, because this site uses them on an isolated network. False when left out.',
    ),
    allowDotless: flag(
      'Whether a name without dot is inside when a Service of that name is in the namespace. False when left out.',
    ),
    allowLoopback: flag('Whether a pod may name itself, as for a sidecar. False when left out.'),
    multiClusterServices: flag(
      'Whether Services of other clusters (svc.clusterset.local) are inside. False when left out.',
    ),
    freeFormEnv: flag(
      'Whether environment variables of unknown name are judged by their value. False, when left out, refuses them: a value of unknown meaning may hide an address.',
    ),
    namespaces: listMap(
      z
        .array(
          z
            .strictObject({
              name: dnsLabel('Name of the namespace.'),
              ...allowLists(16),
            })
            .meta({ description: 'What is inside for one namespace.' }),
        )
        .max(32),
      'Namespaces with lists of their own. A list that is given there takes the place of the list of the cluster; one that is left out does not.',
      'name',
    ).optional(),
  }),
  'What counts as inside. Whatever is in no list is outside, and a PlaneInstallation that names it is refused.',
  [publicBlocks],
);

/** `spec` of the AirgapPolicy. */
export type AirgapPolicySpec = z.infer<typeof AirgapPolicySpec>;

/** What counts as inside for one namespace: its own lists in place of those of the cluster. */
export function policyFor(
  { namespaces, ...cluster }: AirgapPolicySpec,
  namespace: string,
): Omit<AirgapPolicySpec, 'namespaces'> {
  const { name: _name, ...own } = namespaces?.find(({ name }) => name === namespace) ?? {
    name: namespace,
  };
  const given = Object.entries(own).filter(([, list]) => list !== undefined);
  return { ...cluster, ...Object.fromEntries(given) };
}
