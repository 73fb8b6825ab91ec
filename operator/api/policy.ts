import * as z from 'zod';

import { dnsLabel, hostName } from './fields.ts';
import { registryName } from './images.ts';
import { listMap, setList } from './shape.ts';

/** Name of the one AirgapPolicy that counts. */
export const POLICY_NAME = 'cluster';

const cidr = z
  .string()
  .min(4)
  .max(43)
  .regex(/^[0-9a-f.:]+\/[0-9]{1,3}$/)
  .meta({ description: 'A block of addresses, for example 10.20.0.0/16 or fd12:3456:789a::/48.' });

/** Everything that may count as inside: for the cluster, and again for single namespaces. */
const allowLists = {
  allowedHosts: setList(
    z.array(hostName('Name of one host.')).max(64),
    'Names of single hosts that are inside, for example git.corp.example.com.',
  ).optional(),
  allowedSuffixes: setList(
    z.array(hostName('A domain, without leading dot.')).max(64),
    'Domains that are inside with every name below them, for example corp.example.com.',
  ).optional(),
  allowedCIDRs: setList(
    z.array(cidr).max(64),
    'Blocks of addresses that are inside, for example 10.20.0.0/16.',
  ).optional(),
  allowedRegistries: setList(
    z.array(registryName('A registry with optional port and path.')).max(64),
    'Registries, with optional port and path, that images may come from, for example registry.corp.example.com/mirror.',
  ).optional(),
};

/** `spec` of the AirgapPolicy: what counts as inside. Whatever is in no list is outside. */
export const AirgapPolicySpec = z
  .strictObject({
    ...allowLists,
    namespaces: listMap(
      z
        .array(
          z
            .strictObject({
              name: dnsLabel('Name of the namespace.'),
              ...allowLists,
            })
            .meta({ description: 'What is inside for one namespace.' }),
        )
        .max(256),
      'Namespaces with lists of their own. A list that is given there takes the place of the list of the cluster; one that is left out does not.',
      'name',
    ).optional(),
  })
  .meta({
    description:
      'What counts as inside. Whatever is in no list is outside, and a PlaneInstallation that names it is refused.',
  });

/** `spec` of the AirgapPolicy. */
export type AirgapPolicySpec = z.infer<typeof AirgapPolicySpec>;
