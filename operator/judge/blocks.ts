import { judgeAddress } from './addresses.ts';
import { blocks, covers, parseBlock, renderBlock } from './cidr.ts';
import { parseAddress } from './ip.ts';
import type { Bench } from './rule.ts';
import { PRIVATE_BLOCKS } from './tables/addresses.ts';
import { allow, refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const PRIVATE = blocks(PRIVATE_BLOCKS);

/** Whether all addresses of a block, or one address, are inside. */
export function judgeBlock(text: string, bench: Bench): Verdict {
  const address = parseAddress(text);
  if (address !== undefined) return judgeAddress(address, bench);
  const block = parseBlock(text);
  if (block === undefined)
    return refuse('NotCanonical', {
      is: 'what stands there is no block of addresses in its one spelling',
      accept: 'write 10.20.0.0/16: no bits behind the length, no leading zeros',
    });
  const { inside } = bench;
  const shown = renderBlock(block);
  if (inside.blocks.some((listed) => covers(listed, block))) return allow('ListedAddress', shown);
  if (inside.privateAddresses && PRIVATE.some((outer) => covers(outer, block)))
    return allow('PrivateAddress', shown);
  return refuse('AddressNotAllowed', {
    is: `block "${shown}" is not wholly inside`,
    accept: 'use a block that lies in one of AirgapPolicy allowedCIDRs',
    host: shown,
  });
}
