import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { TestCluster } from '../cluster/cluster.ts';
import type { Kubectl } from './kubectl.ts';

/** A ServiceAccount that an installed chart made. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** How the API server calls it. */
export const userOf = ({ namespace, name }: Account): string =>
  `system:serviceaccount:${namespace}:${name}`;

/** A kubeconfig with a token of a ServiceAccount, by TokenRequest: whoever uses it has its rights and no others. */
export async function tokenKubeconfig(
  cluster: TestCluster,
  kubectl: Kubectl,
  account: Account,
): Promise<string> {
  const { namespace, name } = account;
  const token = await kubectl.run(['create', 'token', name, '-n', namespace, '--duration=24h']);
  const file = join(cluster.dir, `token-${namespace}-${name}.json`);
  const ca = await readFile(cluster.caFile);
  await writeFile(
    file,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'test',
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      clusters: [
        {
          name: 'test',
          cluster: { server: cluster.server, 'certificate-authority-data': ca.toString('base64') },
        },
      ],
      users: [{ name: 'test', user: { token: token.trim() } }],
    }),
  );
  return file;
}
