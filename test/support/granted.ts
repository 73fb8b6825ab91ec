import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { RIGHTS, groupOf, resourceOf } from '../../operator/api/rights.ts';
import type { AuditEvent, TestCluster } from '../cluster/cluster.ts';
import { Helm } from './helm.ts';
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

/** The ServiceAccount and the rights of the chart, applied as it renders them; for all namespaces when none is named. */
export async function grant(kubectl: Kubectl, watchNamespaces: string): Promise<Account> {
  const account = { namespace: 'default', name: 'plane-operator' };
  const helm = await Helm.of(4);
  const rendered = await helm.run([
    ...['template', account.name, 'charts/plane-operator', '-n', account.namespace],
    ...['--set', 'registry=registry.corp.example.com', '--kube-version', '1.33'],
    ...[
      '--set',
      watchNamespaces === '' ? 'clusterWide=true' : `watchNamespaces={${watchNamespaces}}`,
    ],
    ...['-s', 'templates/serviceaccount.yaml', '-s', 'templates/rbac.yaml'],
  ]);
  await kubectl.run(['apply', '--server-side', '-f', '-'], rendered);
  return account;
}

/**
 * Requests of an account that lacked a right, also where a patch would have created. A namespace that
 * is being deleted takes the rights in it first, and does not count from ten seconds before.
 */
export function denied(events: readonly AuditEvent[], account: Account): readonly string[] {
  const ended = new Map(
    events
      .filter(
        ({ verb, resource, code }) => verb === 'delete' && resource === 'namespaces' && code < 300,
      )
      .map(({ name = '', at }) => [name, Date.parse(at) - 10_000] as const),
  );
  const lacked = events
    .filter(({ user, code }) => user === userOf(account) && code === 403)
    .filter(({ namespace = '', at }) => Date.parse(at) < (ended.get(namespace) ?? Infinity))
    .flatMap(({ message = '' }) => (/cannot \w+ resource/.test(message) ? [message] : []));
  return [...new Set(lacked)];
}

/** Rights that an account used: `group resource verb`. A patch that created used two. */
export const used = (events: readonly AuditEvent[], account: Account): ReadonlySet<string> =>
  new Set(
    events
      .filter(({ user, code }) => user === userOf(account) && code !== 403)
      .flatMap(({ group = '', resource, subresource, verb, code }) => {
        if (resource === undefined) return [];
        const what = subresource === undefined ? resource : `${resource}/${subresource}`;
        const verbs = verb === 'patch' && code === 201 ? [verb, 'create'] : [verb];
        return verbs.map((each) => `${group} ${what} ${each}`);
      }),
  );

/** Every right of the table that a request shows. */
export const granted = (): ReadonlySet<string> =>
  new Set(
    RIGHTS.flatMap((right) =>
      right.verbs
        .filter((verb) => right.unseen?.verbs.includes(verb) !== true)
        .map((verb) => `${groupOf(right.kind)} ${resourceOf(right)} ${verb}`),
    ),
  );
