import { Option } from 'commander';
import type { Command } from 'commander';

import type { Ending } from '../ending.ts';
import type { Console } from '../print.ts';
import {
  form,
  fromOption,
  jobsOption,
  jsonOption,
  reachOf,
  reachOptions,
  several,
  trustOf,
  trustOptions,
  volumeSize,
} from './options.ts';
import type { ReachFlags, TrustFlags } from './options.ts';
import type { PushOptions } from './push.ts';

interface Group {
  readonly images: Command;
  readonly console: Console;
  readonly ending: Ending;
}

const CHUNK = 32_000_000;

interface PushFlags extends ReachFlags {
  readonly chunkSize: number;
  readonly deep?: boolean;
  readonly journal?: string;
  readonly receipt?: string;
  readonly json?: boolean;
}

function withPushOptions(command: Command): Command {
  const options = [
    ...reachOptions(),
    new Option('--chunk-size <size>', 'most bytes of one request: what a broken connection costs')
      .argParser(volumeSize)
      .default(CHUNK, '32M'),
    new Option('--deep', 'look for every blob, also of images that are there'),
    new Option('--journal <file>', "uploads under way; in the user's state when left out"),
    new Option('--receipt <file>', 'write what the registry holds now, for the next bundle'),
    jobsOption(),
    jsonOption(),
  ];
  for (const option of options) command.addOption(option);
  return command;
}

const pushOptions = (to: string, flags: PushFlags): PushOptions => ({
  to,
  reach: reachOf(flags),
  chunkBytes: flags.chunkSize,
  deep: flags.deep === true,
  journal: flags.journal,
  receipt: flags.receipt,
  progress: form(flags.json),
});

/** `images push`. */
export function addPush({ images, console, ending }: Group): void {
  const command = withPushOptions(images.command('push'))
    .description('bring a bundle into a registry; can be broken off anywhere and run again')
    .argument('<file>', 'the bundle, or its first volume')
    .argument('<registry>', 'HOST[:PORT][/PATH]');
  for (const option of trustOptions()) command.addOption(option);
  command.action(async (file: string, to: string, flags: PushFlags & TrustFlags) => {
    const { pushBundle } = await import('./push.ts');
    ending.status = await pushBundle(
      { file, trust: trustOf(flags), ...pushOptions(to, flags) },
      console,
    );
  });
}

/** `images mirror`. */
export function addMirror({ images, console, ending }: Group): void {
  withPushOptions(images.command('mirror'))
    .description('bring the images of a lock straight into a registry')
    .argument('<registry>', 'HOST[:PORT][/PATH]')
    .requiredOption('--lock <file>', 'what "images lock" wrote')
    .addOption(fromOption())
    .addOption(new Option('--chart <file>', 'packaged chart (.tgz)').argParser(several).default([]))
    .action(
      async (
        to: string,
        flags: PushFlags & {
          readonly lock: string;
          readonly from: readonly string[];
          readonly chart: readonly string[];
        },
      ) => {
        const { mirrorImages } = await import('./mirror.ts');
        const { lock, from, chart: charts } = flags;
        ending.status = await mirrorImages(
          { ...pushOptions(to, flags), lock, from, charts },
          console,
        );
      },
    );
}

/** `images prune`. */
export function addPrune({ images, console, ending }: Group): void {
  const command = images
    .command('prune')
    .description('say which manifests of old pushes nothing needs any more; with --yes delete them')
    .argument('<registry>', 'HOST[:PORT][/PATH]')
    .requiredOption('--drop <receipt...>', 'receipts of pushes whose content may go')
    .requiredOption('--keep <receipt...>', 'receipts of pushes whose content stays')
    .option('--yes', 'delete; otherwise it is only said')
    .addOption(jobsOption());
  for (const option of reachOptions()) command.addOption(option);
  command.action(
    async (
      to: string,
      flags: ReachFlags & {
        readonly drop: readonly string[];
        readonly keep: readonly string[];
        readonly yes?: boolean;
      },
    ) => {
      const { pruneImages } = await import('./prune.ts');
      const { drop, keep, yes } = flags;
      ending.status = await pruneImages(
        { to, reach: reachOf(flags), drop, keep, yes: yes === true },
        console,
      );
    },
  );
}
