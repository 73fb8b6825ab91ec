import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { inCluster } from '../../operator/kube/in-cluster.ts';
import { HttpTransport } from '../../operator/kube/transport.ts';
import type { Connection } from '../../operator/kube/connection.ts';
import { systemClock } from '../../operator/runtime/system.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import type { openReal } from './real-cluster.ts';

type Real = Awaited<ReturnType<typeof openReal>>;

const transportTo = (connection: Connection): HttpTransport =>
  new HttpTransport({ connection, clock: systemClock, version: 'test' });

/** A token of a service account, as the kubelet would mount it. */
async function tokenOf({ cluster, namespace, connection }: Real): Promise<string> {
  await cluster.create({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'operator', namespace },
  });
  const transport = transportTo(connection);
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/operator/token`;
  const { body } = await transport.request('POST', path, {
    body: JSON.stringify({
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    }),
  });
  transport.close();
  return (JSON.parse(body.toString()) as { status: { token: string } }).status.token;
}

/** Signing in as a pod does, while CA and token change under it. */
export function connectionExam(open: () => Promise<Real>, server: () => TestCluster): void {
  test.each([
    { replaced: 'CA', ca: 'front-proxy-ca.crt', codes: [0, 403] },
    { replaced: 'token', ca: 'ca.crt', codes: [401, 403] },
  ])('a replaced $replaced is taken up within one request', async ({ ca, codes }) => {
    const real = await open();
    const folder = await mkdtemp(join(tmpdir(), 'service-account-'));
    const pki = join(server().dir, 'pki');
    const { hostname, port } = new URL(server().server);
    await copyFile(join(pki, ca), join(folder, 'ca.crt'));
    await writeFile(join(folder, 'token'), 'outdated');
    await writeFile(join(folder, 'namespace'), real.namespace);
    const connection = inCluster({
      env: { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port },
      clock: systemClock,
      folder,
    });
    const seen: number[] = [];
    const transport = new HttpTransport({
      connection,
      clock: systemClock,
      version: 'test',
      onRequest: ({ code }) => seen.push(code),
    });
    try {
      // Reads the files, as an operator has long done when they are replaced.
      connection.tls();
      await connection.headers();
      await copyFile(join(pki, 'ca.crt'), join(folder, 'ca.crt'));
      await writeFile(join(folder, 'token'), await tokenOf(real));
      const path = `/api/v1/namespaces/${real.namespace}/configmaps`;
      await expect(transport.request('GET', path)).rejects.toMatchObject({
        code: 403,
        reason: 'Forbidden',
        message: expect.stringContaining('system:serviceaccount:') as string,
      });
      expect(seen).toEqual(codes);
    } finally {
      transport.close();
      await rm(folder, { recursive: true });
      await real.close();
    }
  });
}
