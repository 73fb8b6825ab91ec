import type { ServerResponse } from 'node:http';

import { afterEach, expect, test } from 'vitest';

import { HttpTransport } from '../../../operator/kube/transport.ts';
import type { TransportOptions } from '../../../operator/kube/transport.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { FakeServer, json } from './fake-server.ts';
import type { Asked } from './fake-server.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Setup {
  readonly server: FakeServer;
  readonly transport: HttpTransport;
  readonly clock: FakeClock;
}

async function setup(
  answer: (asked: Asked, response: ServerResponse, turn: number) => void,
  options: Partial<TransportOptions> = {},
): Promise<Setup> {
  const server = await FakeServer.start(answer);
  const clock = new FakeClock();
  const transport = new HttpTransport({
    connection: server.connection,
    clock,
    version: '1.2.3',
    random: () => 0,
    ...options,
  });
  closing.push(
    () => {
      transport.close();
    },
    () => server.close(),
  );
  return { server, transport, clock };
}

test('HttpTransport sends 1,000 requests over eight connections', async () => {
  const { server, transport } = await setup((_, response) => {
    json(response, { ok: true });
  });
  await Promise.all(Array.from({ length: 1_000 }, () => transport.request('GET', '/x')));
  expect(server.asked).toHaveLength(1_000);
  expect(server.connections).toBeLessThanOrEqual(8);
});

test('HttpTransport says who it is, signs each request and asks for no compression', async () => {
  const { server, transport } = await setup((_, response) => {
    json(response, {});
  });
  await transport.request('PATCH', '/x', { body: '{"a":"ż"}', contentType: 'application/a' });
  const [{ headers, body } = { headers: {}, body: '' }] = server.asked;
  expect(headers['user-agent']).toMatch(/^plane-operator\/1\.2\.3 \(linux\/\w+\)$/);
  expect(headers.authorization).toBe('Bearer token-0');
  expect(headers['accept-encoding']).toBeUndefined();
  expect(headers['content-type']).toBe('application/a');
  expect(body).toBe('{"a":"ż"}');
});

test('HttpTransport turns a Status into an ApiError', async () => {
  const causes = [{ field: 'spec.a', reason: 'FieldValueInvalid', message: 'wrong' }];
  const { transport } = await setup((_, response) => {
    json(
      response,
      { kind: 'Status', code: 422, reason: 'Invalid', message: 'no', details: { causes } },
      { code: 422 },
    );
  });
  await expect(transport.request('GET', '/x')).rejects.toMatchObject({
    name: 'ApiError',
    code: 422,
    reason: 'Invalid',
    message: 'no',
    causes,
  });
});

test('HttpTransport makes an ApiError of an answer that is no Status', async () => {
  const { transport } = await setup((_, response) => {
    response.writeHead(404);
    response.end('404 page not found\n');
  });
  await expect(transport.request('GET', '/x')).rejects.toMatchObject({
    code: 404,
    reason: 'NotFound',
    message: '404 page not found',
  });
});

test.each([429, 503])(
  'HttpTransport waits and asks again after %i with Retry-After',
  async (code) => {
    const { server, transport, clock } = await setup((_, response, turn) => {
      if (turn < 3) json(response, {}, { code, headers: { 'retry-after': '2' } });
      else json(response, { turn });
    });
    const asking = transport.request('GET', '/x');
    const until = async (count: number): Promise<void> => {
      while (server.asked.length < count || (count < 3 && clock.sleeping === 0)) await settle();
    };
    await until(1);
    expect(clock.next).toBe(2_000);
    await clock.pass(2_000);
    await until(2);
    await clock.pass(2_000);
    await expect(asking).resolves.toMatchObject({ status: 200 });
  },
);

test('HttpTransport gives up after three waits, and never waits long', async () => {
  const { server, transport } = await setup(
    (asked, response) => {
      const seconds = asked.url === '/long' ? '60' : '0';
      json(response, {}, { code: 429, headers: { 'retry-after': seconds } });
    },
    { clock: { now: () => 0, monotonic: () => 0, sleep: () => Promise.resolve() } },
  );
  const busy = { code: 429, reason: 'TooManyRequests', retryAfter: 0 };
  await expect(transport.request('GET', '/x')).rejects.toMatchObject(busy);
  expect(server.asked).toHaveLength(4);
  await expect(transport.request('GET', '/long')).rejects.toMatchObject({ retryAfter: 60 });
  expect(server.asked).toHaveLength(5);
});

test('HttpTransport does not repeat a 500', async () => {
  const { server, transport } = await setup((_, response) => {
    json(response, {}, { code: 500 });
  });
  await expect(transport.request('GET', '/x')).rejects.toMatchObject({ code: 500 });
  expect(server.asked).toHaveLength(1);
});

test('HttpTransport signs in anew after a 401, once', async () => {
  const { server, transport } = await setup((asked, response) => {
    const good = asked.headers.authorization === 'Bearer token-1' && asked.url === '/x';
    json(response, {}, { code: good ? 200 : 401 });
  });
  await expect(transport.request('POST', '/x', { body: '{}' })).resolves.toMatchObject({
    status: 200,
  });
  await expect(transport.request('GET', '/never')).rejects.toMatchObject({ code: 401 });
  expect(server.asked).toHaveLength(4);
});

/** Lets one request pass and resets the connection at the second. */
const resetSecond = (_: Asked, response: ServerResponse, turn: number): void => {
  if (turn === 2) response.socket!.destroy();
  else json(response, { turn });
};

test('HttpTransport repeats a request at once when a kept connection was closed', async () => {
  const { server, transport } = await setup(resetSecond, { maxSockets: 1 });
  await transport.request('GET', '/x');
  await expect(transport.request('GET', '/x')).resolves.toMatchObject({ status: 200 });
  expect(server.asked).toHaveLength(3);
});

test.each(['POST', 'PUT'])(
  'HttpTransport does not repeat a %s that may have arrived',
  async (method) => {
    const { server, transport } = await setup(resetSecond, { maxSockets: 1 });
    await transport.request('GET', '/x');
    await expect(transport.request(method, '/x', { body: '{}' })).rejects.toMatchObject({
      code: 'ERR_NOT_CONNECTED',
    });
    expect(server.asked).toHaveLength(2);
  },
);

test('HttpTransport ends a request at its deadline', async () => {
  const { transport } = await setup(() => undefined);
  await expect(transport.request('GET', '/x?secret=1', { deadlineMs: 20 })).rejects.toMatchObject({
    code: 'ERR_TIMEOUT',
    message: 'Cannot GET "/x": no answer in time',
  });
});

test('HttpTransport ends a request when its signal aborts, with its reason', async () => {
  const { transport } = await setup(() => undefined);
  const stop = new AbortController();
  const asking = transport.request('GET', '/x', { signal: stop.signal });
  await settle();
  stop.abort(new Error('enough'));
  await expect(asking).rejects.toThrow('enough');
});

test('HttpTransport says when nobody listens', async () => {
  const { server, transport } = await setup(() => undefined);
  await server.close();
  await expect(transport.request('GET', '/x')).rejects.toMatchObject({ code: 'ERR_NOT_CONNECTED' });
});

test('HttpTransport streams beside eight requests that hang', async () => {
  const { transport } = await setup((asked, response) => {
    if (asked.url !== '/watch') return;
    response.writeHead(200);
    response.write('one');
    response.end('two');
  });
  const stop = new AbortController();
  const hanging = Array.from({ length: 8 }, () =>
    transport.request('GET', '/hang', { signal: stop.signal }).catch(() => undefined),
  );
  const { bytes } = await transport.stream('/watch');
  let text = '';
  for await (const chunk of bytes) text += chunk.toString();
  expect(text).toBe('onetwo');
  stop.abort();
  await Promise.all(hanging);
});

test('HttpTransport tells each request for metrics', async () => {
  const told: unknown[] = [];
  const { transport } = await setup(
    (_, response, turn) => {
      json(response, {}, { code: turn === 1 ? 200 : 404 });
    },
    { onRequest: ({ method, resource, code }) => told.push([method, resource, code]) },
  );
  await transport.request('GET', '/x', { resource: 'jobs' });
  await transport.request('DELETE', '/x', { resource: 'jobs' }).catch(() => undefined);
  expect(told).toEqual([
    ['GET', 'jobs', 200],
    ['DELETE', 'jobs', 404],
  ]);
});
