/** The operator with a product that has signed licences: started by tests in a process of its own. */
import { parseArgs } from 'node:util';

import { run } from '../../operator/cli/run.ts';
import { signedToy } from './signed-product.ts';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    namespace: { type: 'string' },
    identity: { type: 'string' },
    'watch-namespaces': { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    'log-level': { type: 'string' },
    kubeconfig: { type: 'string' },
  },
});
process.exitCode = await run(
  {
    namespace: values.namespace,
    identity: values.identity,
    watchNamespaces: values['watch-namespaces'],
    host: values.host,
    port: values.port,
    logLevel: values['log-level'],
    kubeconfig: values.kubeconfig,
    workers: '4',
    leaderElection: true,
  },
  [signedToy],
);
