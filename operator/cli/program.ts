import { Command, Option } from 'commander';

import { KIND_NAMES } from '../judge/judge.ts';
import type { Kind } from '../judge/judge.ts';
import { PRODUCTS } from '../products/index.ts';
import { OperatorError } from '../lib/errors.ts';
import type { Ending } from './ending.ts';
import { addImages } from './images/commands.ts';
import { addKeys } from './keys/commands.ts';
import { addLicense } from './license/commands.ts';
import type { Console } from './print.ts';

/** Names, options and help texts of every command; each command's code is loaded when it is used. */
export function createProgram(console: Console, ending: Ending): Command {
  const program = new Command('plane-operator')
    .description('Runs Plane where no packet may leave.')
    .helpCommand(false)
    .showHelpAfterError('(add --help for the options)')
    .configureOutput({
      writeOut: (text) => {
        console.out(text);
      },
      writeErr: (text) => {
        console.error(text);
      },
    })
    .exitOverride();
  addRun(program, ending);
  addCheck(program, console, ending);
  addRender(program, console, ending);
  addAdmission(program, console, ending);
  addJudge(program, console, ending);
  addExplain(program, console, ending);
  addReady(program, console, ending);
  addKeys(program, console, ending);
  addLicense(program, console, ending);
  addImages(program, console, ending);
  return program;
}

function addRun(program: Command, ending: Ending): void {
  program
    .command('run')
    .description('run the operator')
    .addOption(
      new Option(
        '--watch-namespaces <names>',
        'namespaces to watch, joined by commas; all when left out',
      )
        .env('WATCH_NAMESPACES')
        .default(''),
    )
    .addOption(
      new Option('--namespace <name>', "the operator's own namespace, where its lease is")
        .env('POD_NAMESPACE')
        .default('plane-operator'),
    )
    .addOption(
      new Option('--identity <name>', 'identity of this replica in the lease').env('POD_NAME'),
    )
    .addOption(
      new Option(
        '--kubeconfig <file>',
        'kubeconfig; the service account when left out inside a cluster',
      ).env('KUBECONFIG'),
    )
    .addOption(
      new Option('--log-level <level>', 'trace, debug, info, warn or error')
        .env('LOG_LEVEL')
        .default('info'),
    )
    .addOption(
      new Option('--host <address>', 'address of the health and metrics port').default('0.0.0.0'),
    )
    .addOption(
      new Option(
        '--port <number>',
        'port of /livez, /readyz and /metrics; 0 takes a free one',
      ).default('8080'),
    )
    .addOption(new Option('--workers <number>', 'installations worked on at once').default('4'))
    .option('--no-leader-election', 'lead without a lease (one replica only)')
    .action(async (options: Record<string, string | boolean | undefined>) => {
      const { run } = await import('./run.ts');
      ending.status = await run(options, PRODUCTS);
    });
}

function addCheck(program: Command, console: Console, ending: Ending): void {
  program
    .command('check')
    .description('say what would be refused or waited for, without changing anything')
    .requiredOption(
      '-f, --file <file>',
      'file or folder with PlaneInstallations; - reads standard input',
    )
    .option('--offline', 'ask no cluster')
    .option('--policy <file>', 'AirgapPolicy to judge by, offline; one among the files counts too')
    .addOption(new Option('--kubeconfig <file>', 'kubeconfig of the cluster').env('KUBECONFIG'))
    .addOption(
      new Option('-o, --output <format>', 'how findings are printed')
        .choices(['text', 'json'])
        .default('text'),
    )
    .action(
      async ({
        file,
        offline,
        policy,
        kubeconfig,
        output,
      }: {
        file: string;
        offline?: boolean;
        policy?: string;
        kubeconfig?: string;
        output: 'text' | 'json';
      }) => {
        const { check } = await import('./check.ts');
        const { connect } = await import('./connect.ts');
        if (policy !== undefined && offline !== true)
          throw new OperatorError(
            'ERR_INPUT',
            'Cannot use --policy without --offline: a cluster has its own',
          );
        const connected = offline === true ? undefined : await connect(kubeconfig);
        try {
          ending.status = await check(
            { file, policy, output, cluster: connected?.cluster },
            PRODUCTS,
            console,
          );
        } finally {
          connected?.close();
        }
      },
    );
}

function addRender(program: Command, console: Console, ending: Ending): void {
  program
    .command('render')
    .description('print what would be applied, as YAML; values of Secrets are placeholders')
    .requiredOption('-f, --file <file>', 'file with PlaneInstallations; - reads standard input')
    .action(async ({ file }: { file: string }) => {
      const { render } = await import('./render.ts');
      ending.status = await render(file, PRODUCTS, console);
    });
}

function addAdmission(program: Command, console: Console, ending: Ending): void {
  program
    .command('admission')
    .description('print the policies by which the API server refuses what points outside, as YAML')
    .action(async () => {
      const { printAdmission } = await import('./admission.ts');
      ending.status = printAdmission(PRODUCTS, console);
    });
}

function addJudge(program: Command, console: Console, ending: Ending): void {
  program
    .command('judge')
    .description('say whether an address stays inside, by a policy and without asking anybody')
    .argument('[text]', 'what is to be judged; the path of no file')
    .addOption(new Option('--kind <kind>', 'what the text is').choices(KIND_NAMES))
    .option('--policy <file>', 'AirgapPolicy by which the text is judged')
    .option('--namespace <name>', 'namespace whose entries of the policy count', 'default')
    .option('--vectors <file>', 'JSON file of cases, in place of one text')
    .option('--policies <file>', 'JSON file of the policies that the cases name')
    .action(async (input: string | undefined, options: JudgeOptions) => {
      const { kind, policy, namespace, vectors, policies } = options;
      const { judgeCases, judgeText } = await import('./judge.ts');
      if (vectors !== undefined && policies !== undefined)
        ending.status = await judgeCases({ vectors, policies }, console);
      else if (kind !== undefined && policy !== undefined && input !== undefined)
        ending.status = await judgeText({ kind, policy, namespace, input }, console);
      else
        throw new OperatorError(
          'ERR_INPUT',
          'Cannot judge: give --kind, --policy and a text, or --vectors and --policies',
        );
    });
}

interface JudgeOptions {
  readonly namespace: string;
  readonly kind?: Kind;
  readonly policy?: string;
  readonly vectors?: string;
  readonly policies?: string;
}

function addExplain(program: Command, console: Console, ending: Ending): void {
  program
    .command('explain')
    .description('explain a reason or condition that the operator shows, offline')
    .argument('[topic]', 'for example Waiting; the list of all topics when left out')
    .action(async (topic: string | undefined) => {
      const { explainTopic } = await import('./explain.ts');
      ending.status = explainTopic(topic, console);
    });
}

function addReady(program: Command, console: Console, ending: Ending): void {
  program
    .command('ready')
    .description('ask a running operator whether it is ready')
    .option('--url <url>', 'its /readyz', 'http://127.0.0.1:8080/readyz')
    .action(async ({ url }: { url: string }) => {
      const { ready } = await import('./ready.ts');
      ending.status = await ready(url, console);
    });
}
