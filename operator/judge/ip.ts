/** An address as 16-bit groups: two of them for IPv4, eight for IPv6. */
export type Address = readonly number[];

const IPV4 = /^(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;

/** Four decimal numbers without leading zeros; undefined for every other spelling. */
export function parseIPv4(text: string): Address | undefined {
  const match = IPV4.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = match.slice(1).map(Number);
  return a > 255 || b > 255 || c > 255 || d > 255 ? undefined : [a * 256 + b, c * 256 + d];
}

/** Any text form of RFC 4291 without zone and without an embedded dotted quad. */
export function parseIPv6(text: string): Address | undefined {
  if (text.length > 39) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [front, back] = halves.map(groups);
  if (front === undefined) return undefined;
  if (halves.length === 1) return front.length === 8 ? front : undefined;
  if (back === undefined || front.length + back.length > 7) return undefined;
  return [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back];
}

/** Groups of one side of `::`; undefined when one is none. */
function groups(text: string): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  return parts.every((part) => GROUP.test(part))
    ? parts.map((part) => parseInt(part, 16))
    : undefined;
}

/** Either family; undefined for what is no canonical address. */
export const parseAddress = (text: string): Address | undefined =>
  text.includes(':') ? parseIPv6(text) : parseIPv4(text);

/** The one spelling that we write (RFC 5952 for IPv6). */
export function renderAddress(address: Address): string {
  if (address.length === 2) return address.flatMap((group) => [group >> 8, group & 255]).join('.');
  const { start, length } = longestZeros(address);
  const hex = (part: readonly number[]): string =>
    part.map((group) => group.toString(16)).join(':');
  return length < 2
    ? hex(address)
    : `${hex(address.slice(0, start))}::${hex(address.slice(start + length))}`;
}

/** The first of the longest runs of zero groups. */
function longestZeros(address: Address): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  address.forEach((group, index) => {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  });
  return best;
}
