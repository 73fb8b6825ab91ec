import { blocks, contains } from './cidr.ts';
import type { Block } from './cidr.ts';
import { renderAddress } from './ip.ts';
import type { Address } from './ip.ts';
import type { Bench, Rule } from './rule.ts';
import {
  COMPATIBLE_BLOCKS,
  EMBEDDING_BLOCKS,
  LOOPBACK_ADDRESSES,
  METADATA_BLOCKS,
  PRIVATE_BLOCKS,
  SPECIAL_BLOCKS,
} from './tables/addresses.ts';
import type { NeverBlock } from './tables/addresses.ts';
import { allow, refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const PRIVATE = blocks(PRIVATE_BLOCKS);
const LOOPBACK = blocks(LOOPBACK_ADDRESSES);

const USE_LISTED = 'use an address of a block that AirgapPolicy allowedCIDRs lists';

/** A rule that refuses the addresses of a table. */
function never(id: string, doc: string, table: readonly NeverBlock[]): Rule<Address> {
  const known = blocks(table.map(({ cidr }) => cidr));
  return {
    id,
    doc,
    judge: (address) => {
      const index = known.findIndex((block) => contains(block, address));
      const found = table[index];
      if (found === undefined) return undefined;
      const host = renderAddress(address);
      return refuse(found.reason, {
        is: `"${host}" is ${found.what} (${found.cidr})`,
        accept: USE_LISTED,
        host,
      });
    },
  };
}

const inAny = (list: readonly Block[], address: Address): boolean =>
  list.some((block) => contains(block, address));

/** What decides about an address; the first verdict counts. */
export const ADDRESS_RULES: readonly Rule<Address>[] = [
  {
    id: 'loopback-address',
    doc: 'A policy may allow a pod to name itself.',
    judge: (address, { inside }) =>
      inside.loopback && inAny(LOOPBACK, address)
        ? allow('Loopback', renderAddress(address))
        : undefined,
  },
  never('metadata-address', 'No metadata service is a destination.', METADATA_BLOCKS),
  never('embedded-ipv4', 'An IPv6 address carries no IPv4 address.', EMBEDDING_BLOCKS),
  never('special-address', 'A special-purpose address is no destination.', SPECIAL_BLOCKS),
  never('compatible-ipv4', 'An IPv6 address is not IPv4-compatible.', COMPATIBLE_BLOCKS),
  {
    id: 'nat64-prefix',
    doc: 'An address of a declared NAT64 prefix leads to an IPv4 address.',
    judge: (address, { inside }) =>
      inAny(inside.nat64, address)
        ? refuse('EmbeddedIPv4', {
            is: `"${renderAddress(address)}" lies in a prefix that this network translates to IPv4`,
            accept: USE_LISTED,
            host: renderAddress(address),
          })
        : undefined,
  },
  {
    id: 'listed-address',
    doc: 'An address of a listed block is inside.',
    judge: (address, { inside }) =>
      inAny(inside.blocks, address) ? allow('ListedAddress', renderAddress(address)) : undefined,
  },
  {
    id: 'private-address',
    doc: 'A private address is inside, unless the policy wants every block listed.',
    judge: (address, { inside }) =>
      inside.privateAddresses && inAny(PRIVATE, address)
        ? allow('PrivateAddress', renderAddress(address))
        : undefined,
  },
];

/** Whether an address is inside. */
export function judgeAddress(address: Address, bench: Bench): Verdict {
  for (const rule of bench.rules.address) {
    const verdict = rule.judge(address, bench);
    if (verdict !== undefined) return verdict;
  }
  const host = renderAddress(address);
  return refuse('AddressNotAllowed', {
    is: `"${host}" is in no block that counts as inside`,
    accept: USE_LISTED,
    host,
  });
}
