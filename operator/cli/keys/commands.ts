import { Option } from 'commander';
import type { Command } from 'commander';

import type { Cluster } from '../../ports/cluster.ts';
import { systemClock } from '../../runtime/system.ts';
import type { Ending } from '../ending.ts';
import type { Console } from '../print.ts';

/** Names, options and help texts of `keys`. */
export function addKeys(program: Command, console: Console, ending: Ending): void {
  const keys = program
    .command('keys')
    .description(
      'keep the generated keys of an installation outside its cluster, and bring them back',
    )
    .helpCommand(false);
  addExport(keys, console, ending);
  addImport(keys, console, ending);
  addFingerprint(keys, console, ending);
}

const kubeconfigOption = (): Option =>
  new Option('--kubeconfig <file>', 'kubeconfig of the cluster').env('KUBECONFIG');

/** Runs a command against a cluster, and lets go of it afterwards. */
async function connected(
  kubeconfig: string | undefined,
  command: (cluster: Cluster) => Promise<number>,
): Promise<number> {
  const { connect } = await import('../connect.ts');
  const connection = await connect(kubeconfig);
  try {
    return await command(connection.cluster);
  } finally {
    connection.close();
  }
}

interface Common {
  readonly namespace: string;
  readonly kubeconfig?: string;
}

function addExport(keys: Command, console: Console, ending: Ending): void {
  keys
    .command('export')
    .description("encrypt all generated Secrets for the holder of a certificate's private key")
    .argument('<name>', 'name of the PlaneInstallation')
    .requiredOption('-n, --namespace <name>', 'its namespace')
    .requiredOption('--to <file>', "the recipient's certificate, PEM: RSA or EC")
    .option(
      '-o, --output <file>',
      'file to write, which must not exist; standard output when left out',
    )
    .addOption(kubeconfigOption())
    .action(
      async (name: string, options: Common & { readonly to: string; readonly output?: string }) => {
        const { exportKeys } = await import('./export.ts');
        const { namespace, to: certificate, output } = options;
        const asked = { namespace, name, certificate, output, now: systemClock.now() };
        ending.status = await connected(options.kubeconfig, (cluster) =>
          exportKeys(asked, cluster, console),
        );
      },
    );
}

function addImport(keys: Command, console: Console, ending: Ending): void {
  keys
    .command('import')
    .description('create generated Secrets that are missing; nothing that is there is changed')
    .argument('[name]', 'name of the PlaneInstallation; the one exported when left out')
    .option('-n, --namespace <name>', 'its namespace; the one exported when left out')
    .requiredOption('-f, --file <file>', 'what "keys export" wrote')
    .requiredOption('--key <file>', "the recipient's private key, PEM")
    .addOption(kubeconfigOption())
    .action(
      async (
        name: string | undefined,
        options: Partial<Common> & { readonly file: string; readonly key: string },
      ) => {
        const { importKeys } = await import('./import.ts');
        const { namespace, file, key, kubeconfig } = options;
        ending.status = await connected(kubeconfig, (cluster) =>
          importKeys({ file, key, namespace, name }, cluster, console),
        );
      },
    );
}

function addFingerprint(keys: Command, console: Console, ending: Ending): void {
  keys
    .command('fingerprint')
    .description('print names and fingerprints of the keys, to compare; never a value')
    .argument('<name>', 'name of the PlaneInstallation')
    .requiredOption('-n, --namespace <name>', 'its namespace')
    .addOption(
      new Option('-o, --output <format>', 'how they are printed')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addOption(kubeconfigOption())
    .action(async (name: string, options: Common & { readonly output: 'text' | 'json' }) => {
      const { fingerprintKeys } = await import('./fingerprint.ts');
      const { namespace, output, kubeconfig } = options;
      ending.status = await connected(kubeconfig, (cluster) =>
        fingerprintKeys({ namespace, name, output }, cluster, console),
      );
    });
}
