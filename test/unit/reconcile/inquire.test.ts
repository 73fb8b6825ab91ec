import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { nodeWeb } from '../../../operator/kube/web.ts';
import type { SecretFact, SecretReader } from '../../../operator/observe/secrets.ts';
import { NO_ADVICE } from '../../../operator/products/product.ts';
import { inquire } from '../../../operator/reconcile/inquire.ts';
import type { Answers } from '../../../operator/reconcile/world.ts';
import type { Tended } from '../../../operator/status/report.ts';
import { aCase } from '../../golden/cases.ts';
import { claims, compact, rs256, rsaKey } from '../../support/license.ts';
import { standIn } from '../../support/tenant-plane-server.ts';

const VENDOR = rsaKey();
const TOKEN = 'token-of-an-administrator';
const ENV = {
  ATLASAI_OFFLINE_MODE: '1',
  TENANT_ID: 'acme-corp',
  BYOC_API_KEY: 'not-needed',
  ATLASAI_LICENSE_KEY: compact({
    header: { alg: 'RS256' },
    payload: claims(),
    signer: rs256(VENDOR),
  }),
  CP_LICENSE_PUBLIC_KEY: VENDOR.pem.trim().replaceAll('\n', '\\n'),
};
const MINUTE = 60_000;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const tended = (state: 'Ready' | 'Progressing' = 'Ready'): Tended => ({
  generation: 1,
  version: 'v1.0.0',
  parts: [
    {
      name: 'server',
      state,
      message: '',
      waitsFor: [],
      kind: 'Deployment',
      pods: { desired: 1, ready: 1 },
    },
  ],
  inventory: [],
  advice: NO_ADVICE,
});

/** An operator that asks a server on loopback, under the name of its Service. */
async function site(server: Server, title = 'tenant-ollama') {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const of = aCase(title, { 'tenantPlane.adminToken': { secretRef: { name: 'admin' } } });
  const web = nodeWeb({ timeoutMs: 300, maxBytes: 1_000 });
  const state = { now: 0, urls: [] as string[], token: TOKEN as string | undefined };
  const mind: { answers: Answers | undefined } = { answers: undefined };
  const fact = (): SecretFact | undefined =>
    state.token === undefined
      ? undefined
      : { token: { text: state.token, bytes: state.token.length } };
  const world = {
    clock: { now: () => state.now, monotonic: () => 0, sleep: () => Promise.resolve() },
    secrets: { read: () => Promise.resolve(fact()) } as unknown as SecretReader,
    web: {
      ask: (request: Parameters<typeof web.ask>[0]) => {
        state.urls.push(request.url);
        const url = request.url.replace('atlas-server.atlas.svc:3000', `127.0.0.1:${port}`);
        return web.ask({ ...request, url });
      },
    },
  };
  const said = async (what: Tended = tended()): Promise<Readonly<Record<string, string>>> => {
    const inquiry = of.product.inquiry!(of.model);
    const { verdicts } = await inquire({ model: of.model, inquiry, tended: what, world, mind });
    return Object.fromEntries(
      Object.entries(verdicts).map(([type, { status, reason }]) => [type, `${status}/${reason}`]),
    );
  };
  return { said, state };
}

const GOOD = { OfflineVerified: 'True/OfflineConfirmed', AIAvailable: 'True/AIAnswers' };

test('a server that keeps the contract is offline, and its AI answers', async () => {
  const { said, state } = await site(standIn({ env: ENV, token: TOKEN }));
  expect(await said()).toEqual(GOOD);
  expect(state.urls.sort()).toEqual([
    'http://atlas-server.atlas.svc:3000/api/admin/license',
    'http://atlas-server.atlas.svc:3000/api/ai/test',
  ]);
});

test('it is asked again after six hours, or when something has changed, and not before', async () => {
  const { said, state } = await site(standIn({ env: ENV, token: TOKEN }));
  await said();
  state.now += 359 * MINUTE;
  await said();
  expect(state.urls).toHaveLength(2);
  state.now += 2 * MINUTE;
  await said();
  expect(state.urls).toHaveLength(4);
  const changed = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'other' }];
  await said({ ...tended(), inventory: changed });
  expect(state.urls).toHaveLength(6);
});

test('what could not be had is asked for again after five minutes', async () => {
  let works = false;
  const { said, state } = await site(standIn({ env: ENV, token: TOKEN, ai: () => works }));
  expect(await said()).toEqual({ ...GOOD, AIAvailable: 'False/AIUnavailable' });
  works = true;
  state.now += 4 * MINUTE;
  expect((await said())['AIAvailable']).toBe('False/AIUnavailable');
  state.now += 2 * MINUTE;
  expect(await said()).toEqual(GOOD);
});

test('without AI nothing is asked of it', async () => {
  const { said, state } = await site(standIn({ env: ENV, token: TOKEN }), 'tenant-no-ai');
  expect(await said()).toEqual({ ...GOOD, AIAvailable: 'False/AINotConfigured' });
  expect(state.urls).toHaveLength(1);
});

test.each([
  {
    why: 'another key',
    env: { CP_LICENSE_PUBLIC_KEY: rsaKey().pem },
    says: 'False/ProductLicenseInactive',
  },
  { why: 'another mode', env: { ATLASAI_OFFLINE_MODE: '0' }, says: 'False/NotOffline' },
])('a server with $why is $says', async ({ env, says }) => {
  const { said } = await site(standIn({ env: { ...ENV, ...env }, token: TOKEN }));
  expect((await said())['OfflineVerified']).toBe(says);
});

test('before the first login there is no token, and nobody is asked', async () => {
  const { said, state } = await site(standIn({ env: ENV, token: TOKEN }));
  for (const token of [undefined, '', 'two words', 'a\r\nx-injected: 1']) {
    state.token = token;
    expect(await said()).toEqual({
      OfflineVerified: 'Unknown/NoAdminToken',
      AIAvailable: 'Unknown/NoAdminToken',
    });
  }
  expect(state.urls).toEqual([]);
});

test('a server that is not ready is not asked', async () => {
  const { said, state } = await site(standIn({ env: ENV, token: TOKEN }));
  expect((await said(tended('Progressing')))['OfflineVerified']).toBe('Unknown/NotAskedYet');
  expect(state.urls).toEqual([]);
});

test('a token that has expired is told, and a new one is tried at once', async () => {
  const { said, state } = await site(standIn({ env: ENV, token: 'new' }));
  expect((await said())['OfflineVerified']).toBe('Unknown/TokenRejected');
  state.token = 'new';
  expect(await said()).toEqual(GOOD);
});

const BROKEN = {
  'answers 500': createServer((_, response) => response.writeHead(500).end()),
  'answers what is no JSON': createServer((_, response) => response.end('<html>')),
  'is slow': createServer(() => undefined),
  'points outside': createServer((_, response) =>
    response.writeHead(302, { location: 'http://outside.example.com/' }).end(),
  ),
  'answers with too much': createServer((_, response) => response.end('a'.repeat(5_000))),
};

test.each(Object.entries(BROKEN))('a server that %s proves nothing', async (_, server) => {
  const { said } = await site(server);
  expect((await said())['OfflineVerified']).toBe('Unknown/ProductUnreachable');
});
