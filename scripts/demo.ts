// Plane going Ready on an embedded control plane. Usage: node scripts/demo.ts [--kubernetes 1.33] [--exit]
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { parseArgs, promisify } from 'node:util';

import { MINORS, startCluster } from '../test/cluster/cluster.ts';
import type { Minor, TestCluster } from '../test/cluster/cluster.ts';
import { kubectlPath } from '../test/kubectl/index.ts';

const run = promisify(execFile);
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const { values } = parseArgs({
  options: {
    kubernetes: { type: 'string', default: '1.33' },
    exit: { type: 'boolean', default: false },
  },
});
const minor = MINORS.find((known) => known === values.kubernetes);
if (minor === undefined) {
  process.stderr.write(
    `Cannot use --kubernetes ${values.kubernetes}: use one of ${MINORS.join(', ')}\n`,
  );
  process.exit(2);
}

const started = await startCluster({ minor, log: say });
let operator: ChildProcess | undefined;
try {
  await show(minor, started);
} finally {
  operator?.kill('SIGTERM');
  await started.stop();
}

async function show(version: Minor, cluster: TestCluster): Promise<void> {
  const config = await cluster.kubeconfig();
  const kubectl = await kubectlPath(version);
  const k = async (...args: string[]): Promise<void> => {
    say(`$ kubectl ${args.join(' ')}`);
    const { stdout, stderr } = await run(kubectl, ['--kubeconfig', config, ...args]).catch(
      (error: unknown) => error as { stdout: string; stderr: string },
    );
    process.stdout.write(`${stdout}${stderr}`);
  };

  await k('apply', '--server-side', '-f', 'crds/');
  await k('apply', '-f', 'charts/plane-operator/templates/admission.yaml');
  await k('apply', '-f', 'scripts/demo-files/site.yaml');
  say('Starting the operator ...');
  operator = startOperator(config, `${cluster.dir}/operator.log`);
  await k('apply', '-f', 'scripts/demo-files/plane.yaml');
  say('Waiting for Ready (stores, then the migration, then the application) ...');
  await k('-n', 'plane', 'wait', '--for=condition=Ready', 'plane/plane', '--timeout=180s');
  await k('-n', 'plane', 'get', 'plane', '-o', 'wide');
  await k('-n', 'plane', 'get', 'deployments,statefulsets,jobs,ingress');

  say('\nA spec with mistakes is refused as a whole; what runs goes on:');
  await k('apply', '-f', 'scripts/demo-files/refused.yaml');
  await k('-n', 'plane', 'wait', '--for=condition=Stalled', 'plane/plane', '--timeout=60s');
  await k(
    '-n',
    'plane',
    'get',
    'plane',
    'plane',
    '-o',
    'jsonpath={range .status.findings[*]}{.path}: {.message}; {.fix}{"\\n"}{end}',
  );
  await k('-n', 'plane', 'get', 'plane');

  say('\nOne that points outside is refused by the API server, whether the operator runs or not:');
  await k('apply', '-f', 'scripts/demo-files/outside.yaml');
  await k('apply', '-f', 'scripts/demo-files/plane.yaml');
  await k('-n', 'plane', 'wait', '--for=condition=Ready', 'plane/plane', '--timeout=60s');
  await play(kubectl, config);
}

function startOperator(config: string, log: string): ChildProcess {
  const child = spawn(
    'node',
    [
      'operator/main.ts',
      'run',
      '--kubeconfig',
      config,
      '--namespace',
      'default',
      '--identity',
      'demo',
      '--host',
      '127.0.0.1',
      '--port',
      '0',
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const file = createWriteStream(log);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  say(`The operator writes its log to ${log}`);
  return child;
}

/** Leaves the cluster to play with until Ctrl-C, with the words to type next. */
async function play(kubectl: string, config: string): Promise<void> {
  if (values.exit || !process.stdin.isTTY) return;
  say(`
The cluster runs until you press Ctrl-C. In another terminal:

  export KUBECONFIG=${config} PATH=${kubectl.slice(0, kubectl.lastIndexOf('/'))}:$PATH
  kubectl -n plane get plane -w
  kubectl -n plane scale deployment plane-web --replicas=4     # respected: the spec names no number for web
  kubectl -n plane delete deployment plane-api                 # comes back
  kubectl -n plane get events
  kubectl explain planeinstallation.spec.database
  npm run -s operator -- explain Waiting
  npm run -s operator -- render -f scripts/demo-files/plane.yaml
`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
  });
}
