import { BLOCK, padded, readHeader, readPax } from '../oci/tar.ts';
import type { TarHeader } from '../oci/tar.ts';
import type { Bytes } from './bytes.ts';
import { refused } from './refuse.ts';

/** A regular file inside an archive. */
export interface Entry {
  readonly offset: number;
  readonly size: number;
}

/** Files of an archive by name; names that are links lead to the same place. */
export type Entries = ReadonlyMap<string, Entry>;

/** More entries than any release has. */
const MOST = 100_000;
const LONGEST_NAME = 4096;

/** What stands before an entry and changes how it is read. */
interface Extended {
  name?: string;
  link?: string;
  size?: number;
}

/**
 * All files of an archive that somebody else made. Refuses what a reader could take for something outside, or two readers
 * for two things: names that climb or repeat, devices, links that leave, sizes that lie.
 */
export async function readEntries(bytes: Bytes): Promise<Entries> {
  const files = new Map<string, Entry>();
  const links = new Map<string, string>();
  const seen = new Set<string>();
  let extended: Extended = {};
  for (let at = 0; ;) {
    const found = await headerAt(bytes, at);
    if (found === undefined) break;
    const entry = apply(found, extended);
    const offset = at + BLOCK;
    at = offset + padded(entry.size);
    if (bytes.size !== undefined && at > bytes.size)
      throw refused(
        bytes.title,
        `"${shown(entry.name)}" is said to have ${entry.size} bytes, more than there are`,
      );
    const next = await extension(bytes, found, { offset, before: extended });
    if (next !== undefined) {
      extended = next;
      continue;
    }
    extended = {};
    record(bytes.title, { entry, offset }, { files, links, seen });
  }
  for (const [name, target] of links)
    files.set(name, resolve(bytes.title, { name, target }, files));
  return files;
}

async function headerAt(bytes: Bytes, at: number): Promise<TarHeader | undefined> {
  const block = await bytes.read(at, BLOCK);
  // Some writers leave the two empty blocks out.
  if (block.length === 0 && at > 0) return undefined;
  const found = block.length < BLOCK ? 'it ends inside a header' : readHeader(block);
  if (typeof found === 'string') throw refused(bytes.title, `it is no tar archive: ${found}`);
  return found;
}

const apply = (found: TarHeader, { name, link, size }: Extended): TarHeader => ({
  ...found,
  name: name ?? found.name,
  link: link ?? found.link,
  size: 'xgLK'.includes(found.type) ? found.size : (size ?? found.size),
});

/** What an extension header says about the next entry; undefined for an entry. */
async function extension(
  bytes: Bytes,
  { type, size }: TarHeader,
  { offset, before }: { readonly offset: number; readonly before: Extended },
): Promise<Extended | undefined> {
  if (!'xgLK'.includes(type)) return undefined;
  if (size > 64 * 1024) throw refused(bytes.title, 'an extension header is larger than 64 KiB');
  const body = await bytes.read(offset, size);
  if (type === 'L') return { ...before, name: untilZero(body) };
  if (type === 'K') return { ...before, link: untilZero(body) };
  return paxExtension(bytes.title, body, { global: type === 'g', before });
}

function paxExtension(
  title: string,
  body: Uint8Array,
  { global, before }: { readonly global: boolean; readonly before: Extended },
): Extended {
  const members = readPax(body);
  if (typeof members === 'string') throw refused(title, members);
  const [name, link, size] = ['path', 'linkpath', 'size'].map((key) => members.get(key));
  if (global) {
    if (name ?? link ?? size) throw refused(title, 'a global header renames what follows');
    return before;
  }
  if (size !== undefined && !/^\d{1,15}$/.test(size))
    throw refused(title, 'a pax header has a size that is no number');
  return {
    ...before,
    ...Object.fromEntries(
      Object.entries({ name, link, size: size === undefined ? undefined : Number(size) }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  };
}

interface Found {
  readonly files: Map<string, Entry>;
  readonly links: Map<string, string>;
  readonly seen: Set<string>;
}

function record(
  title: string,
  { entry, offset }: { readonly entry: TarHeader; readonly offset: number },
  { files, links, seen }: Found,
): void {
  const name = plain(title, entry.name);
  if (entry.type === '5' || name === '') return;
  if (seen.has(name)) throw refused(title, `"${shown(name)}" stands in it twice`);
  seen.add(name);
  if (seen.size > MOST) throw refused(title, `it has more than ${MOST} entries`);
  if (entry.type === '0' || entry.type === '7') files.set(name, { offset, size: entry.size });
  else if (entry.type === '2') links.set(name, plain(title, joined(name, entry.link)));
  else if (entry.type === '1') links.set(name, plain(title, entry.link));
  else throw refused(title, `"${shown(name)}" is a device or of an unknown kind`);
}

/** A name without `./`; refuses one that could mean another place. */
function plain(title: string, name: string): string {
  const parts = name
    .replace(/\/+$/, '')
    .split('/')
    .filter((part) => part !== '.');
  const bad =
    name.length > LONGEST_NAME ||
    name.startsWith('/') ||
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    /[\u0000-\u001f\\]/.test(name) ||
    parts.some((part) => part === '..' || (part === '' && parts.length > 1));
  if (bad) throw refused(title, `"${shown(name)}" is no name inside it`);
  return parts.join('/');
}

/** A link's target from the root of the archive: `a/b` to `../c` is `c`. */
function joined(name: string, target: string): string {
  if (target.startsWith('/')) return target;
  const parts = name.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return target;
  }
  return parts.join('/');
}

function resolve(
  title: string,
  { name, target }: { readonly name: string; readonly target: string },
  files: Entries,
): Entry {
  const entry = files.get(target);
  if (entry === undefined)
    throw refused(
      title,
      `"${shown(name)}" is a link to "${shown(target)}", which is no file in it`,
    );
  return entry;
}

const untilZero = (bytes: Uint8Array): string =>
  new TextDecoder().decode(bytes).replace(/\0[\s\S]*$/, '');

/** A name for a message: nothing that moves a cursor. */
const shown = (name: string): string => JSON.stringify(name.slice(0, 120)).slice(1, -1);
