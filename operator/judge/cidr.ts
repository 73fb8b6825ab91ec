import { parseAddress, renderAddress } from './ip.ts';
import type { Address } from './ip.ts';

/** A block of addresses. */
export interface Block {
  readonly base: Address;
  /** Bits that all addresses of the block share. */
  readonly length: number;
}

/** A block as it must be written: canonical length, no bits set behind it; undefined for every other text. */
export function parseBlock(text: string): Block | undefined {
  const match = /^([0-9a-fA-F.:]+)\/(0|[1-9][0-9]{0,2})$/.exec(text);
  const base = parseAddress(match?.[1] ?? '');
  const length = Number(match?.[2]);
  if (base === undefined || length > base.length * 16) return undefined;
  return base.every((group, index) => (group & ~mask(length, index) & 0xffff) === 0)
    ? { base, length }
    : undefined;
}

/** Blocks of a table of ours. Throws a TypeError for what is none. */
export const blocks = (texts: readonly string[]): readonly Block[] =>
  texts.map((text) => {
    const block = parseBlock(text);
    if (block === undefined) throw new TypeError(`Cannot use block "${text}"`);
    return block;
  });

/** Whether an address lies in a block. */
export function contains({ base, length }: Block, address: Address): boolean {
  if (base.length !== address.length) return false;
  for (let index = 0; index * 16 < length; index += 1) {
    if ((((address[index] ?? 0) ^ (base[index] ?? 0)) & mask(length, index)) !== 0) return false;
  }
  return true;
}

/** Whether all of one block lies in another. */
export const covers = (outer: Block, inner: Block): boolean =>
  outer.length <= inner.length && contains(outer, inner.base);

/** Whether two blocks have an address in common. */
export const overlap = (one: Block, other: Block): boolean =>
  covers(one, other) || covers(other, one);

/** The one spelling that we write. */
export const renderBlock = ({ base, length }: Block): string => `${renderAddress(base)}/${length}`;

/** Bits of one group that belong to the first `length` bits. */
function mask(length: number, index: number): number {
  const bits = Math.min(16, Math.max(0, length - index * 16));
  return (0xffff << (16 - bits)) & 0xffff;
}
