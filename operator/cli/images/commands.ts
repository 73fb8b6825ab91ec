import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';

import type { Ending } from '../ending.ts';
import type { Console } from '../print.ts';
import type { ProgressForm } from './progress.ts';
import { newestRelease } from './wanted.ts';

/** What every command of the group gets. */
export interface Group {
  readonly images: Command;
  readonly console: Console;
  readonly ending: Ending;
}

/** Names, options and help texts of `images`. */
export function addImages(program: Command, console: Console, ending: Ending): void {
  const images = program
    .command('images')
    .description('bring images and charts across the gap: lock, bundle, verify, push')
    .helpCommand(false);
  const group = { images, console, ending };
  addList(group);
  addLock(group);
  addBundle(group);
  addInspect(group);
  addVerify(group);
  addExport(group);
}

/** Gathers an option that may be given several times. */
const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];

const whole = (text: string): number => {
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || value < 1)
    throw new InvalidArgumentError('Use a whole number from 1 on.');
  return value;
};

const UNITS = { '': 1, k: 1000, M: 1000 ** 2, G: 1000 ** 3 } as const;

const volumeSize = (text: string): number => {
  const [, digits = '', unit = ''] = /^(\d{1,12})([kMG]?)$/.exec(text) ?? [];
  const value = Number(digits) * UNITS[unit as keyof typeof UNITS];
  if (digits === '' || value < 65_536)
    throw new InvalidArgumentError('Use bytes, or a number with k, M or G: at least 65536.');
  return value;
};

/** A terminal gets a bar, anything else nothing, unless it asks for JSON lines. */
const form = (json: boolean | undefined): ProgressForm => {
  if (json === true) return 'json';
  return process.stderr.isTTY ? 'bar' : 'none';
};

const releaseOption = (): Option =>
  new Option('--release <version>', 'release of Plane').default(newestRelease());
const outputOption = (): Option =>
  new Option('-o, --output <format>', 'how it is printed')
    .choices(['text', 'json'])
    .default('text');
const jobsOption = (): Option =>
  new Option('--jobs <number>', 'blobs worked on at once').argParser(whole).default(4);
const jsonOption = (): Option => new Option('--json', 'print progress as JSON lines');
const fromOption = (): Option =>
  new Option(
    '--from <source>',
    'OCI layout, OCI archive, "docker save" file (.gz too) or bundle; NAME=SOURCE where it gives no full name',
  )
    .argParser(several)
    .default([]);

interface Which {
  readonly release: string;
  readonly fips?: boolean;
  readonly companions?: boolean;
}

function addList({ images, console, ending }: Group): void {
  images
    .command('list')
    .description('print every image that a release may run, and why it is there')
    .addOption(releaseOption())
    .option('--fips', 'the FIPS builds too')
    .option('--companions', 'what stands beside an installation too')
    .addOption(outputOption())
    .action(async (options: Which & { readonly output: 'text' | 'json' }) => {
      const { listImages } = await import('./list.ts');
      ending.status = listImages(options, console);
    });
}

function addLock({ images, console, ending }: Group): void {
  images
    .command('lock')
    .description('write the release lock: every image by digest and platforms')
    .addOption(releaseOption())
    .addOption(
      new Option('--number <number>', 'rises with every lock of this staging side')
        .argParser(whole)
        .makeOptionMandatory(),
    )
    .addOption(fromOption())
    .option('--fips', 'the FIPS builds too')
    .option('--companions', 'what stands beside an installation too')
    .option(
      '-o, --output <file>',
      'file to write, which must not exist; standard output when left out',
    )
    .action(
      async (
        options: Which & {
          readonly number: number;
          readonly from: readonly string[];
          readonly output?: string;
        },
      ) => {
        const { lockImages } = await import('./lock.ts');
        ending.status = await lockImages({ ...options, output: options.output }, console);
      },
    );
}

interface BundleFlags {
  readonly lock: string;
  readonly from: readonly string[];
  readonly chart: readonly string[];
  readonly file: readonly string[];
  readonly output: string;
  readonly volumeSize?: number;
  readonly jobs: number;
  readonly json?: boolean;
}

function addBundle({ images, console, ending }: Group): void {
  images
    .command('bundle')
    .description('write one file, or volumes, with the images of a lock, charts and files')
    .requiredOption('--lock <file>', 'what "images lock" wrote')
    .addOption(fromOption())
    .addOption(new Option('--chart <file>', 'packaged chart (.tgz)').argParser(several).default([]))
    .addOption(
      new Option(
        '--file <file>',
        'file or folder to put beside the images; NAME=FILE for another name',
      )
        .argParser(several)
        .default([]),
    )
    .requiredOption('-o, --output <file>', 'file to write, which must not exist')
    .addOption(
      new Option(
        '--volume-size <size>',
        'split into volumes of at most this; FAT32 takes 4G',
      ).argParser(volumeSize),
    )
    .addOption(jobsOption())
    .addOption(jsonOption())
    .action(async (options: BundleFlags) => {
      const { makeBundle } = await import('./make.ts');
      const { chart: charts, file: files, volumeSize: volumeBytes, json } = options;
      ending.status = await makeBundle(
        { ...options, charts, files, volumeBytes, progress: form(json) },
        console,
      );
    });
}

function addInspect({ images, console, ending }: Group): void {
  images
    .command('inspect')
    .description('print what a bundle holds, without reading its layers')
    .argument('<file>', 'the bundle, or its first volume')
    .addOption(outputOption())
    .action(async (file: string, { output }: { readonly output: 'text' | 'json' }) => {
      const { inspectBundle } = await import('./inspect.ts');
      ending.status = await inspectBundle({ file, output }, console);
    });
}

function addVerify({ images, console, ending }: Group): void {
  images
    .command('verify')
    .description('read a bundle whole and compare every digest')
    .argument('<file>', 'the bundle, its first volume, or a later volume alone')
    .addOption(jobsOption())
    .addOption(jsonOption())
    .action(
      async (file: string, { jobs, json }: { readonly jobs: number; readonly json?: boolean }) => {
        const { verifyBundle } = await import('./verify.ts');
        ending.status = await verifyBundle({ file, jobs, progress: form(json) }, console);
      },
    );
}

function addExport({ images, console, ending }: Group): void {
  images
    .command('export')
    .description('write the images of a bundle for the runtime of a node')
    .argument('<file>', 'the bundle, or its first volume')
    .requiredOption('--node <file>', 'archive to write, for "ctr -n k8s.io images import"')
    .requiredOption('--registry <host/path>', 'registry and path by which pods name the images')
    .action(
      async (
        file: string,
        { node, registry }: { readonly node: string; readonly registry: string },
      ) => {
        const { exportImages } = await import('./export.ts');
        ending.status = await exportImages({ file, registry, output: node }, console);
      },
    );
}
