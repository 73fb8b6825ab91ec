/** Bytes of a header, and what contents are filled up to. */
export const BLOCK = 512;

/** Largest size that eleven octal digits hold. */
const OCTAL_SIZE = 8 ** 11 - 1;

const encoder = new TextEncoder();

/** Bytes that contents take in an archive. */
export const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

/** What an entry is beside a plain file. */
export interface EntryKind {
  /** Permissions, 0644 unless told. */
  readonly mode?: number;
  /** `5` makes a folder of it. */
  readonly type?: '0' | '5';
}

/**
 * The one header that an entry has in our archives: ustar, owner and time zero. From 8 GiB on the size is binary, which
 * GNU tar, bsdtar, BusyBox and Go read. *Assumes* a name of at most 100 bytes.
 */
export function header(
  name: string,
  size: number,
  { mode = 0o644, type = '0' }: EntryKind = {},
): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, at: number): void => {
    block.set(encoder.encode(text), at);
  };
  put(name, 0);
  put(`${mode.toString(8).padStart(7, '0')}\0`, 100);
  put('0000000\0', 108);
  put('0000000\0', 116);
  if (size <= OCTAL_SIZE) put(`${size.toString(8).padStart(11, '0')}\0`, 124);
  else binary(block, size);
  put('00000000000\0', 136);
  put(type, 156);
  put('ustar\0', 257);
  put('00', 263);
  put(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function binary(block: Uint8Array, size: number): void {
  let rest = size;
  for (let at = 135; at > 124; at -= 1) {
    block[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  block[124] = 0x80;
}

/** Sum of all bytes, its own field taken as blanks. */
export function checksum(block: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < BLOCK; at += 1) sum += at >= 148 && at < 156 ? 32 : (block[at] ?? 0);
  return sum;
}

/** A header of an archive that somebody else made. */
export interface TarHeader {
  readonly name: string;
  readonly size: number;
  /** The type flag: `0` for a file, `5` for a folder, `2` for a symbolic link. */
  readonly type: string;
  readonly link: string;
}

/** Reads any header; undefined for a block of zeros, a text for what is wrong. */
export function readHeader(block: Uint8Array): TarHeader | string | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  if (number(block, 148, 8) !== checksum(block)) return 'a header has a wrong checksum';
  const size = number(block, 124, 12);
  if (size === undefined) return 'a header has a size that is no number';
  const prefix = text(block, 257, 5) === 'ustar' && block[262] === 0 ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    type: text(block, 156, 1) || '0',
    link: text(block, 157, 100),
  };
}

const decoder = new TextDecoder();

function text(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

function number(block: Uint8Array, at: number, length: number): number | undefined {
  if (((block[at] ?? 0) & 0x80) === 0) {
    const digits = text(block, at, length).trim();
    return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
  }
  if (block[at] !== 0x80) return undefined;
  let value = 0;
  for (let next = at + 1; next < at + length; next += 1) value = value * 256 + (block[next] ?? 0);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Members of a pax header; a text for what is wrong. */
export function readPax(bytes: Uint8Array): ReadonlyMap<string, string> | string {
  const members = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(32, at);
    const length = Number(decoder.decode(bytes.subarray(at, blank)));
    const record = bytes.subarray(blank + 1, at + length);
    const equals = record.indexOf(61);
    if (
      blank < 0 ||
      !Number.isSafeInteger(length) ||
      length <= 0 ||
      equals < 0 ||
      record.at(-1) !== 10
    )
      return 'a pax header is damaged';
    members.set(
      decoder.decode(record.subarray(0, equals)),
      decoder.decode(record.subarray(equals + 1, -1)),
    );
    at += length;
  }
  return members;
}
