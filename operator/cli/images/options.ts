import { InvalidArgumentError, Option } from 'commander';

import type { ProgressForm } from './progress.ts';
import type { Reach } from './registries.ts';
import type { Trust } from './trust.ts';
import { newestRelease } from './wanted.ts';

/** Gathers an option that may be given several times. */
export const several = (value: string, before: readonly string[]): readonly string[] => [
  ...before,
  value,
];

/** A number from 1 on. */
export const whole = (text: string): number => {
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || value < 1)
    throw new InvalidArgumentError('Use a whole number from 1 on.');
  return value;
};

const UNITS = { '': 1, k: 1000, M: 1000 ** 2, G: 1000 ** 3 } as const;

/** Bytes with a unit. */
export const volumeSize = (text: string): number => {
  const [, digits = '', unit = ''] = /^(\d{1,12})([kMG]?)$/.exec(text) ?? [];
  const value = Number(digits) * UNITS[unit as keyof typeof UNITS];
  if (digits === '' || value < 65_536)
    throw new InvalidArgumentError('Use bytes, or a number with k, M or G: at least 65536.');
  return value;
};

/** A terminal gets a bar, anything else nothing, unless it asks for JSON lines. */
export const form = (json: boolean | undefined): ProgressForm => {
  if (json === true) return 'json';
  return process.stderr.isTTY ? 'bar' : 'none';
};

/** Which release. */
export const releaseOption = (): Option =>
  new Option('--release <version>', 'release of Plane').default(newestRelease());
/** For a person or a program. */
export const outputOption = (): Option =>
  new Option('-o, --output <format>', 'how it is printed')
    .choices(['text', 'json'])
    .default('text');
/** How many at once. */
export const jobsOption = (): Option =>
  new Option('--jobs <number>', 'blobs worked on at once').argParser(whole).default(4);
/** Progress for a program. */
export const jsonOption = (): Option => new Option('--json', 'print progress as JSON lines');
/** Where images come from. */
export const fromOption = (): Option =>
  new Option(
    '--from <source>',
    'OCI layout, OCI archive, "docker save" file (.gz too), bundle or registry:HOST[/PATH]; NAME=SOURCE where it gives no full name',
  )
    .argParser(several)
    .default([]);

/** Options of commands that take a bundle. */
export const trustOptions = (): readonly Option[] => [
  new Option('--key <file>', 'public key (PEM) that must have signed; each of several must')
    .argParser(several)
    .default([]),
  new Option('--after <receipt>', 'refuse a bundle that is older than this last push'),
];

/** What those options come to. */
export interface TrustFlags {
  readonly key: readonly string[];
  readonly after?: string;
}

/** The same for the commands. */
export const trustOf = ({ key: keys, after }: TrustFlags): Trust => ({ keys, after });

/** Options of commands that speak with a registry. */
export const reachOptions = (): readonly Option[] => [
  new Option(
    '--ca <file>',
    'authority of its certificate (PEM), trusted beside those of the system',
  ),
  new Option('--auth-file <file>', 'docker config with the login; that of the user when left out'),
  new Option('--plain-http', 'no TLS: for a registry on loopback'),
];

/** What those options come to. */
export interface ReachFlags {
  readonly ca?: string;
  readonly authFile?: string;
  readonly plainHttp?: boolean;
  readonly jobs: number;
}

/** The same for the commands. */
export const reachOf = ({ ca, authFile, plainHttp, jobs }: ReachFlags): Reach => ({
  ca,
  authFile,
  plainHttp,
  jobs,
});
