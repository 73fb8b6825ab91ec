import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { nodeWeb } from '../../../operator/kube/web.ts';
import type { WebAnswer } from '../../../operator/ports/web.ts';

const web = nodeWeb({ timeoutMs: 300, maxBytes: 1_000 });
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function asked(listener: RequestListener): Promise<WebAnswer> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return web.ask({ method: 'GET', url: `http://127.0.0.1:${port}/a`, headers: {} });
}

test('an answer of any status is given as it is', async () => {
  expect(await asked((_, response) => response.writeHead(503).end('no'))).toEqual({
    kind: 'answered',
    status: 503,
    body: 'no',
  });
});

test('a redirect is not followed, wherever it leads', async () => {
  let calls = 0;
  const answer = await asked((_, response) => {
    calls += 1;
    response.writeHead(302, { location: '/b' }).end();
  });
  expect(answer).toMatchObject({ kind: 'failed', why: 'redirected' });
  expect(calls).toBe(1);
});

test('an answer that does not come, or does not end, is given up', async () => {
  expect(await asked(() => undefined)).toMatchObject({ why: 'slow' });
  expect(await asked((_, response) => response.write('a'))).toMatchObject({ why: 'slow' });
});

test('an answer that is too long is given up, before it has ended', async () => {
  expect(await asked((_, response) => response.write('a'.repeat(2_000)))).toMatchObject({
    why: 'oversized',
  });
});

test('an answer that breaks off is none', async () => {
  const answer = await asked((_, response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('a', () => response.destroy());
  });
  expect(answer).toMatchObject({ kind: 'failed' });
});

test('nobody there is told without what was asked', async () => {
  const headers = { authorization: 'Bearer secret' };
  const answer = await web.ask({ method: 'GET', url: 'http://127.0.0.1:9/a', headers });
  expect(answer).toMatchObject({ kind: 'failed', why: 'unreachable' });
  expect(JSON.stringify(answer)).not.toContain('secret');
});

test('a question can be given up from outside', async () => {
  const server = createServer(() => undefined);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const given = new AbortController();
  const answer = web.ask(
    { method: 'GET', url: `http://127.0.0.1:${port}/a`, headers: {} },
    given.signal,
  );
  given.abort();
  expect(await answer).toMatchObject({ kind: 'failed', why: 'unreachable' });
});
