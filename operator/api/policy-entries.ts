import * as z from 'zod';

import { blocks, contains, covers, parseBlock, renderBlock } from '../judge/cidr.ts';
import { EMBEDDING_BLOCKS, LISTABLE_BLOCKS, SPECIAL_BLOCKS } from '../judge/tables/addresses.ts';
import { CLUSTER_DOMAIN, PRIVATE_TLDS, RESERVED_TLDS } from '../judge/tables/names.ts';
import { shaped } from './shape.ts';
import type { ShapeRule } from './shape.ts';

/** Ends and whole names that an entry must not have. Regular expressions would cost the API server a hundred times as much. */
function never(
  zones: readonly string[],
  words: { readonly message: string; readonly state: string },
): ShapeRule<string> {
  const ends = zones.map((zone) => `.${zone}`);
  return {
    rule: `!${list(ends)}.exists(end, self.endsWith(end)) && !${list(zones)}.exists(zone, self == zone)`,
    message: words.message,
    judge: (self) =>
      zones.includes(self) || ends.some((end) => self.endsWith(end))
        ? `is "${self}", ${words.state}`
        : undefined,
  };
}

const list = (texts: readonly string[]): string => `[${texts.map((one) => `'${one}'`).join(', ')}]`;

/** No entry lies in the zone of the cluster, where DNS echoes any address. */
export const notService = never(['svc', CLUSTER_DOMAIN], {
  message: 'leave Services of the cluster out: they are inside without being listed',
  state: 'which lies in the zone of the cluster',
});

/** No entry lies in a reserved top-level domain. */
export const notReserved = never(RESERVED_TLDS, {
  message: 'leave reserved top-level domains out: nothing there is a destination',
  state: 'which is reserved',
});

const SINGLE = PRIVATE_TLDS.filter((zone) => !zone.includes('.'));

/** No suffix is a whole top-level domain. */
const twoLabels: ShapeRule<string> = {
  rule: `self.lastIndexOf('.') > 0 || [${SINGLE.map((zone) => `'${zone}', '.${zone}'`).join(', ')}].exists(zone, zone == self)`,
  message: `write a domain of at least two labels; of single labels only ${SINGLE.join(', ')} may stand here`,
  judge: (self) =>
    self.lastIndexOf('.') > 0 || SINGLE.includes(self.replace(/^\./, ''))
      ? undefined
      : `is "${self}", a whole top-level domain`,
};

const LABEL = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';

/** A domain with everything below it; a leading dot means nothing. */
export const suffixName = shaped(
  z
    .string()
    .min(1)
    .max(253)
    .regex(new RegExp(`^[.]?(${LABEL}[.])*[a-z]([-a-z0-9]{0,61}[a-z0-9])?$`)),
  'A domain.',
  [twoLabels, notService, notReserved],
);

/** Of the blocks that are never a destination those that are large: each costs the API server for every entry. */
const LARGEST = 16;
const NEVER_BLOCKS = blocks(
  [...SPECIAL_BLOCKS, ...EMBEDDING_BLOCKS].map(({ cidr }) => cidr),
).filter(({ length }) => length <= LARGEST);
const NEVER = NEVER_BLOCKS.map(renderBlock);
const MAPPED = blocks(['::ffff:0:0/96']);
const WIDEST = 8;
/** A block of addresses in its one spelling, none of them never a destination. */
export const addressBlock = shaped(
  z
    .string()
    .min(4)
    .max(43)
    .regex(/^[0-9a-f.:]+\/[0-9]{1,3}$/),
  'A block of addresses, for example 10.20.0.0/16 or fd12:3456:789a::/48.',
  [
    {
      rule: 'isCIDR(self) && string(cidr(self).masked()) == self',
      message: 'write a block in its one spelling: no bits behind the length, no leading zeros',
      judge: (self) => {
        const block = parseBlock(self);
        return block !== undefined &&
          renderBlock(block) === self &&
          !MAPPED.some((mapped) => contains(mapped, block.base))
          ? undefined
          : `is "${self}", which is no block in its one spelling`;
      },
    },
    {
      rule: `!isCIDR(self) || cidr(self).prefixLength() >= ${WIDEST}`,
      message: `write blocks of a length of at least ${WIDEST}`,
      judge: (self) => {
        const block = parseBlock(self);
        return block === undefined || block.length >= WIDEST
          ? undefined
          : `is "${self}", which is most of the internet`;
      },
    },
    {
      rule: `!isCIDR(self) || !${list(NEVER)}.exists(never, cidr(never).containsIP(cidr(self).ip()))`,
      message: 'leave out blocks that are never a destination, such as loopback and link-local',
      judge: (self) => {
        const block = parseBlock(self);
        const found = NEVER_BLOCKS.find(
          (never) => block !== undefined && contains(never, block.base),
        );
        return found === undefined
          ? undefined
          : `is "${self}", and ${renderBlock(found)} is never a destination`;
      },
    },
  ],
);

const LISTABLE = blocks(LISTABLE_BLOCKS);

interface Lists {
  readonly allowedCIDRs?: readonly string[] | undefined;
}

/** Whether a list of blocks holds private ones alone; blocks that are none are told elsewhere. */
const isPrivate = (text: string): boolean => {
  const block = parseBlock(text);
  return block === undefined || LISTABLE.some((outer) => covers(outer, block));
};
const PRIVATE = (of: string): string =>
  `(!has(${of}.allowedCIDRs) || ${of}.allowedCIDRs.all(c, !isCIDR(c) || ${list(LISTABLE_BLOCKS)}.exists(b, cidr(b).containsIP(cidr(c).ip()) && cidr(c).prefixLength() >= cidr(b).prefixLength())))`;

const entries = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];
const blocksOf = (lists: unknown): unknown =>
  typeof lists === 'object' && lists !== null ? (lists as Lists).allowedCIDRs : undefined;

/** Public blocks stand only in a policy that says so. */
export const publicBlocks: ShapeRule<
  Lists & {
    readonly publicRangesAcknowledged?: boolean | undefined;
    readonly namespaces?: readonly Lists[] | undefined;
  }
> = {
  rule: `(has(self.publicRangesAcknowledged) && self.publicRangesAcknowledged) || (${PRIVATE('self')} && (!has(self.namespaces) || self.namespaces.all(n, ${PRIVATE('n')})))`,
  message:
    'list private blocks, or set publicRangesAcknowledged when public addresses are used on an isolated network',
  judge: ({ publicRangesAcknowledged, allowedCIDRs, namespaces }) => {
    const wrong = [allowedCIDRs, ...entries(namespaces).map(blocksOf)]
      .flatMap(entries)
      .find((text) => typeof text === 'string' && !isPrivate(text));
    return publicRangesAcknowledged === true || wrong === undefined
      ? undefined
      : `has ${JSON.stringify(wrong)}, which holds public addresses`;
  },
};

const COMPONENT = '[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*';
const PORT = ':[1-9][0-9]{0,4}';

/** A registry with optional port and path; a host without dot needs a port, or it reads as a namespace of a public registry. */
export const listedRegistry = z
  .string()
  .min(1)
  .max(255)
  .regex(
    new RegExp(`^((${LABEL}[.])+${LABEL}(${PORT})?|${LABEL}${PORT}|localhost)(/${COMPONENT})*$`),
  )
  .meta({
    description:
      'A registry with optional port and path. A host without dot needs a port. None that serves the public.',
  });

/** A forward proxy. */
export const proxyUrl = z
  .string()
  .max(300)
  .regex(/^https?:\/\/([a-z0-9]([-a-z0-9.]*[a-z0-9])?|\[[0-9a-f:]+\])(:[1-9][0-9]{0,4})?$/)
  .meta({ description: 'A proxy, for example http://proxy.corp.example.com:3128.' });
