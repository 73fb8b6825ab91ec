import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { parse as parseLegacy } from 'node:url';
import { promisify } from 'node:util';

import { parse as parsePostgres } from 'pg-connection-string';

import { cacheFolder } from '../cluster/cache-folder.ts';

/** A text that was allowed, and the hosts that were judged. */
export interface Reading {
  /** `url`, the family of the scheme, `list` for several hosts, `other`. */
  readonly kind: string;
  readonly text: string;
  readonly hosts: readonly string[];
}

/** How often a reader saw the hosts that were judged, refused, or saw others. */
export interface Tally {
  same: number;
  refused: number;
  other: number;
}

/** What readers made of some texts. */
export interface Readings {
  readonly counts: Readonly<Record<string, Tally>>;
  /** Texts of which a reader saw other hosts. */
  readonly examples: readonly unknown[];
  /** Readers that are not there, and so were not asked. */
  readonly missing: readonly string[];
}

/** The family of a text, by its scheme. */
export function familyOf(text: string, hosts: number): string {
  if (hosts > 1) return 'list';
  const scheme = /^[a-z]+/i.exec(text)?.[0].toLowerCase() ?? '';
  if (scheme.startsWith('http')) return 'url';
  return ['postgres', 'redis', 'amqp'].find((family) => scheme.startsWith(family)) ?? 'other';
}

const JAVASCRIPT: Readonly<Record<string, (reading: Reading) => string | undefined>> = {
  'new URL': ({ text }) => new URL(text).hostname,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- packages that pods run still read URLs with it
  'url.parse': ({ text }) => parseLegacy(text).hostname ?? '',
  'pg-connection-string': ({ kind, text }) =>
    kind === 'postgres' ? (parsePostgres(text).host ?? '') : undefined,
};

/** How readers of JavaScript take texts apart. */
export function readByJavaScript(readings: Iterable<Reading>): Readings {
  const counts: Record<string, Tally> = {};
  const examples: unknown[] = [];
  for (const reading of readings)
    for (const [name, read] of Object.entries(JAVASCRIPT)) {
      const tally = (counts[name] ??= { same: 0, refused: 0, other: 0 });
      const seen = attempt(() => read(reading));
      const outcome = seen === 'refused' ? seen : compare(seen.host, reading);
      if (outcome !== undefined) tally[outcome] += 1;
      if (outcome === 'other') examples.push({ reader: name, ...reading, seen });
    }
  return { counts, examples: examples.slice(0, 20), missing: [] };
}

/** Undefined when the reader is not one for such texts. */
const compare = (seen: string | undefined, reading: Reading): 'same' | 'other' | undefined =>
  seen === undefined ? undefined : agrees(seen, reading) ? 'same' : 'other';

function attempt(
  read: () => string | undefined,
): 'refused' | { readonly host: string | undefined } {
  try {
    return { host: read() };
  } catch {
    return 'refused';
  }
}

/** A reader that knows no lists may see the first host alone, or the list as it stands. */
function agrees(seen: string, { hosts }: Reading): boolean {
  const judged = hosts.map(plain);
  const found = seen.split(',').map((one) => plain(one.replace(/^([^:]*|\[.*\]):\d+$/, '$1')));
  return found.every((host, index) => host === judged[index]);
}

/** One spelling of a host, so that only its meaning is compared. */
function plain(host: string): string {
  const bare = host.toLowerCase().replaceAll(/^\[|\]$|\.$/g, '');
  const url = `http://[${bare}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : bare;
}

const PACKAGES = [
  'psycopg[binary]==3.3.9',
  'kombu==5.7.0',
  'redis==8.1.0',
  'dj-database-url==3.1.2',
];
const INSTALL_TIMEOUT = 180_000;
const run = promisify(execFile);

/** Folder of the readers of Python, installed once for a user; undefined when they cannot be had. */
async function pythonPackages(): Promise<string | undefined> {
  const folder = cacheFolder('readers', '1');
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  try {
    await mkdir(making, { recursive: true });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await run('python3', [...pip, '--target', making, ...PACKAGES], { timeout: INSTALL_TIMEOUT });
    await rename(making, folder);
  } catch {
    await rm(making, { recursive: true, force: true });
  }
  return existsSync(folder) ? folder : undefined;
}

/** How readers of Python take texts apart, all in one process; undefined where there is no Python. */
export async function readByPython(readings: Iterable<Reading>): Promise<Readings | undefined> {
  try {
    await run('python3', ['--version']);
  } catch {
    return undefined;
  }
  const folder = await pythonPackages();
  const python = spawn('python3', [`${import.meta.dirname}/readers.py`], {
    env: { ...process.env, ...(folder !== undefined && { PYTHONPATH: folder }) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const output = text(python.stdout);
  for (const reading of readings)
    if (!python.stdin.write(`${JSON.stringify(reading)}\n`))
      await new Promise((resolve) => python.stdin.once('drain', resolve));
  python.stdin.end();
  return JSON.parse(await output) as Readings;
}

async function text(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: string[] = [];
  for await (const chunk of stream) chunks.push(String(chunk));
  return chunks.join('');
}
