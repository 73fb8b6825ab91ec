import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { Connection } from '../../operator/kube/connection.ts';

/** What goes wrong with one request. Bytes count from the start of the answer's body. */
export type Fault =
  | { readonly kind: 'reset' }
  | { readonly kind: 'status'; readonly code: number; readonly retryAfter?: number }
  /** 200, then an ERROR event in the stream: how a watch learns that its version is gone. */
  | { readonly kind: 'error-event'; readonly code: number }
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'stall'; readonly afterBytes: number }
  | { readonly kind: 'garbage'; readonly afterBytes: number }
  | { readonly kind: 'slow'; readonly chunkBytes: number; readonly everyMs: number };

/** One request that came. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly isWatch: boolean;
  readonly fault: Fault['kind'] | undefined;
}

export interface FaultProxyOptions {
  /** The real API server; the proxy signs in there itself. */
  readonly upstream: Connection;
  /** Certificate and key to serve with; plain HTTP when left out. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca: string };
}

/** A proxy before an API server that breaks what it is told to break. */
export class FaultProxy {
  /** Decides for each request; undefined lets it pass. */
  fault: (request: {
    readonly method: string;
    readonly url: string;
    readonly isWatch: boolean;
  }) => Fault | undefined = () => undefined;
  readonly seen: Seen[] = [];
  readonly #options: FaultProxyOptions;
  readonly #server: Server;
  readonly #live = new Set<ServerResponse>();

  static async start(options: FaultProxyOptions): Promise<FaultProxy> {
    const proxy = new FaultProxy(options);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  private constructor(options: FaultProxyOptions) {
    this.#options = options;
    const handle = (request: IncomingMessage, response: ServerResponse): void => {
      this.#handle(request, response).catch(() => response.destroy());
    };
    this.#server =
      options.tls === undefined ? createServer(handle) : createTlsServer(options.tls, handle);
  }

  get server(): URL {
    const { port } = this.#server.address() as AddressInfo;
    return new URL(
      `${this.#options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}`,
    );
  }

  /** How to reach the API server through this proxy, without credentials. */
  get connection(): Connection {
    const tls = this.#options.tls === undefined ? {} : { ca: this.#options.tls.ca };
    return {
      server: this.server,
      tls: () => tls,
      headers: () => Promise.resolve({}),
      refresh: () => undefined,
    };
  }

  /** Cuts every connection with an answer under way. */
  cutAll(): void {
    for (const response of this.#live) response.destroy();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const isWatch = url.includes('watch=1') || url.includes('watch=true');
    const fault = this.fault({ method, url, isWatch });
    this.seen.push({ method, url, isWatch, fault: fault?.kind });
    if (fault !== undefined && isAnswer(fault)) {
      answerBroken(response, fault);
      return;
    }
    this.#live.add(response);
    response.once('close', () => this.#live.delete(response));
    const answer = await this.#forward(request, response);
    response.writeHead(answer.statusCode ?? 502, passable(answer.headers));
    response.flushHeaders();
    await copy(answer, response, fault);
  }

  async #forward(request: IncomingMessage, response: ServerResponse): Promise<IncomingMessage> {
    const { upstream } = this.#options;
    const headers = { ...passable(request.headers), ...(await upstream.headers()) };
    const url = new URL(request.url ?? '/', upstream.server);
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
      const onward = send(url, { ...upstream.tls(), method: request.method, headers }, resolve);
      onward.once('error', reject);
      response.once('close', () => onward.destroy());
      request.pipe(onward);
    });
  }
}

type Breaking = Exclude<Fault, { kind: 'reset' | 'status' | 'error-event' }>;
type Answering = Exclude<Fault, Breaking>;

const isAnswer = (fault: Fault): fault is Answering =>
  fault.kind === 'reset' || fault.kind === 'status' || fault.kind === 'error-event';

/** Answers without asking the API server. */
function answerBroken(response: ServerResponse, fault: Answering): void {
  switch (fault.kind) {
    case 'reset':
      response.destroy();
      return;
    case 'status':
      refuse(response, fault);
      return;
    case 'error-event':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify({ type: 'ERROR', object: statusOf(fault.code) })}\n`);
  }
}

/** Copies an answer, broken as told. */
async function copy(
  answer: IncomingMessage,
  response: ServerResponse,
  fault: Breaking | undefined,
): Promise<void> {
  let copied = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    if (fault?.kind === 'slow') {
      await dribble(chunk, response, fault);
      continue;
    }
    const left = fault === undefined ? Infinity : fault.afterBytes - copied;
    if (fault !== undefined && chunk.length > left) {
      response.write(chunk.subarray(0, left));
      if (await breakOff(response, fault)) return;
      response.write(chunk.subarray(left));
      fault = undefined;
    } else response.write(chunk);
    copied += chunk.length;
  }
  response.end();
}

/** True when nothing more may follow. */
async function breakOff(
  response: ServerResponse,
  fault: Exclude<Breaking, { kind: 'slow' }>,
): Promise<boolean> {
  switch (fault.kind) {
    case 'cut':
      await new Promise((resolve) => setImmediate(resolve));
      response.destroy();
      return true;
    case 'stall':
      return true;
    case 'garbage':
      response.write('}\u0000 no JSON \n');
      return false;
  }
}

async function dribble(
  chunk: Buffer,
  response: ServerResponse,
  { chunkBytes, everyMs }: Extract<Fault, { kind: 'slow' }>,
): Promise<void> {
  for (let from = 0; from < chunk.length; from += chunkBytes) {
    response.write(chunk.subarray(from, from + chunkBytes));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

const REASONS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
};

const statusOf = (code: number): object => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  message: 'broken on purpose',
  reason: REASONS[code],
  code,
});

function refuse(
  response: ServerResponse,
  { code, retryAfter }: Extract<Fault, { kind: 'status' }>,
): void {
  const after = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  response.writeHead(code, { 'content-type': 'application/json', ...after });
  response.end(JSON.stringify(statusOf(code)));
}

const HOP_BY_HOP = ['connection', 'host', 'keep-alive', 'transfer-encoding', 'authorization'];

const passable = (headers: IncomingMessage['headers']): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | string[]] =>
        entry[1] !== undefined && !HOP_BY_HOP.includes(entry[0]),
    ),
  );
