import { Option } from 'commander';
import type { Command } from 'commander';

import type { Ending } from '../ending.ts';
import type { Console } from '../print.ts';
import {
  form,
  fromOption,
  jobsOption,
  jsonOption,
  outputOption,
  reachOf,
  reachOptions,
  releaseOption,
  several,
  trustOf,
  trustOptions,
  volumeSize,
  whole,
} from './options.ts';
import type { ReachFlags, TrustFlags } from './options.ts';
import { addMirror, addPrune, addPush } from './registry-commands.ts';

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
  addPush(group);
  addMirror(group);
  addPrune(group);
}

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

const withReach = (command: Command): Command => {
  for (const option of reachOptions()) command.addOption(option);
  return command;
};

function addLock({ images, console, ending }: Group): void {
  withReach(images.command('lock'))
    .description('write the release lock: every image by digest and platforms')
    .addOption(releaseOption())
    .addOption(
      new Option('--number <number>', 'rises with every lock of this staging side')
        .argParser(whole)
        .makeOptionMandatory(),
    )
    .addOption(fromOption())
    .addOption(jobsOption())
    .option('--fips', 'the FIPS builds too')
    .option('--companions', 'what stands beside an installation too')
    .option(
      '-o, --output <file>',
      'file to write, which must not exist; standard output when left out',
    )
    .action(
      async (
        options: Which &
          ReachFlags & {
            readonly number: number;
            readonly from: readonly string[];
            readonly output?: string;
          },
      ) => {
        const { lockImages } = await import('./lock.ts');
        ending.status = await lockImages(
          { ...options, output: options.output, reach: reachOf(options) },
          console,
        );
      },
    );
}

interface BundleFlags extends ReachFlags {
  readonly lock: string;
  readonly from: readonly string[];
  readonly chart: readonly string[];
  readonly file: readonly string[];
  readonly output: string;
  readonly volumeSize?: number;
  readonly sinceReceipt?: string;
  readonly signKey: readonly string[];
  readonly json?: boolean;
}

function addBundle({ images, console, ending }: Group): void {
  withReach(images.command('bundle'))
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
    .addOption(
      new Option('--sign-key <file>', 'private key (PEM) that signs; several sign each')
        .argParser(several)
        .default([]),
    )
    .option('--since-receipt <file>', 'leave out what this receipt of the other side lists')
    .addOption(jobsOption())
    .addOption(jsonOption())
    .action(async (options: BundleFlags) => {
      const { makeBundle } = await import('./make.ts');
      const { chart: charts, file: files, volumeSize: volumeBytes, sinceReceipt, json } = options;
      ending.status = await makeBundle(
        {
          ...options,
          charts,
          files,
          volumeBytes,
          sinceReceipt,
          signKeys: options.signKey,
          reach: reachOf(options),
          progress: form(json),
        },
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
  const command = images
    .command('verify')
    .description('read a bundle whole and compare every digest, and who signed it')
    .argument('<file>', 'the bundle, its first volume, or a later volume alone');
  for (const option of [...trustOptions(), jobsOption(), jsonOption()]) command.addOption(option);
  command.action(
    async (
      file: string,
      flags: TrustFlags & { readonly jobs: number; readonly json?: boolean },
    ) => {
      const { verifyBundle } = await import('./verify.ts');
      const { jobs, json } = flags;
      ending.status = await verifyBundle(
        { file, jobs, trust: trustOf(flags), progress: form(json) },
        console,
      );
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
