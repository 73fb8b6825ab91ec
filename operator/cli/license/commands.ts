import { Option } from 'commander';
import type { Command } from 'commander';

import { systemClock } from '../../runtime/system.ts';
import type { Ending } from '../ending.ts';
import type { Console } from '../print.ts';
import type { InspectFlags } from './inspect.ts';
import type { IssueFlags } from './issue.ts';

/** Names, options and help texts of `license`. */
export function addLicense(program: Command, console: Console, ending: Ending): void {
  const license = program
    .command('license')
    .description('look at offline licences, without a network')
    .helpCommand(false);
  addInspect(license, console, ending);
  addDiff(license, console, ending);
  addRequest(license, console, ending);
  addIssue(license, console, ending);
}

const keysOption = (): Option =>
  new Option(
    '--keys <files...>',
    'public keys of the vendor: PEM with one key each, or JSON with a list of keys',
  );

const formatOption = (): Option =>
  new Option('-o, --output <format>', 'how it is printed')
    .choices(['text', 'json'])
    .default('text');

function addInspect(license: Command, console: Console, ending: Ending): void {
  license
    .command('inspect')
    .description('judge a licence; exit status 0 when it is valid or in its days of grace')
    .addOption(keysOption().makeOptionMandatory())
    .requiredOption('--token <files...>', 'the licence; of several the newest valid one counts')
    .option('--now <time>', 'judge at this moment, for example 2027-01-01T00:00:00Z')
    .option('--tenant <id>', 'tenant of the installation')
    .option('--cluster-uid <uid>', 'UID of the namespace kube-system')
    .option('--high-water <time>', 'latest moment that was seen before')
    .option('--revocations <files...>', 'signed revocation lists')
    .option('--held <file>', 'the licence that was good until now')
    .option('--in-use <limit=amount...>', 'what is in use, for example users=120')
    .option('--needs <addon...>', 'add-ons that are in use')
    .addOption(formatOption())
    .action(async (options: InspectFlags) => {
      const { inspect } = await import('./inspect.ts');
      ending.status = await inspect(options, console);
    });
}

function addDiff(license: Command, console: Console, ending: Ending): void {
  license
    .command('diff')
    .description('say what another licence changes; exit status 1 when it takes something away')
    .argument('<old>', 'file with the licence in use')
    .argument('<new>', 'file with the other one')
    .addOption(keysOption())
    .addOption(formatOption())
    .action(
      async (
        before: string,
        after: string,
        options: { readonly keys?: readonly string[]; readonly output: 'text' | 'json' },
      ) => {
        const { diff } = await import('./diff.ts');
        ending.status = await diff({ ...options, before, after }, console);
      },
    );
}

function addRequest(license: Command, console: Console, ending: Ending): void {
  license
    .command('request')
    .description('print what the vendor needs to issue a licence; nothing of it is secret')
    .argument('<name>', 'name of the PlaneInstallation')
    .requiredOption('-n, --namespace <name>', 'its namespace')
    .option('--tenant <id>', 'tenant; the one of the licence in force when left out')
    .addOption(new Option('--kubeconfig <file>', 'kubeconfig of the cluster').env('KUBECONFIG'))
    .action(async (name: string, options: RequestFlags) => {
      const { request } = await import('./request.ts');
      const { connect } = await import('../connect.ts');
      const { namespace, tenant, kubeconfig } = options;
      const connection = await connect(kubeconfig);
      try {
        const asked = { namespace, name, tenant, now: systemClock.now() };
        ending.status = await request(asked, connection.cluster, console);
      } finally {
        connection.close();
      }
    });
}

interface RequestFlags {
  readonly namespace: string;
  readonly tenant?: string;
  readonly kubeconfig?: string;
}

function addIssue(license: Command, console: Console, ending: Ending): void {
  license
    .command('issue')
    .description(
      'sign a licence for a rehearsal with a key of your own; no released key accepts it',
    )
    .requiredOption('--directory <folder>', 'where the key is, or is made, and the licence goes')
    .option('--name <name>', 'name of the file without its ending', 'license')
    .addOption(
      new Option('--algorithm <name>', 'how a new key signs')
        .choices(['RS256', 'ES256', 'EdDSA'])
        .default('EdDSA'),
    )
    .option('--now <time>', 'when it is issued; now when left out')
    .option('--days <number>', 'how long it is valid', '365')
    .option('--plan <name>', 'plan', 'rehearsal')
    .option('--tenant <id>', 'tenant; any when left out')
    .option('--cluster-uid <uid...>', 'clusters that it is bound to; any when left out')
    .option('--addon <name...>', 'add-ons')
    .option('--limit <limit=amount...>', 'limits; -1 is unlimited, as are users when left out')
    .action(async (options: IssueFlags) => {
      const { issue } = await import('./issue.ts');
      ending.status = await issue(options, console);
    });
}
