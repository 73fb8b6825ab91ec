import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';

/** How a registry is reached. */
export interface WireOptions {
  /** Authorities that its certificate may be of, PEM; those of Node when undefined. */
  readonly ca: string | undefined;
  /** Connections at once. */
  readonly connections: number;
  /** Milliseconds without a byte in either direction after which a request is given up. */
  readonly idleMs: number;
  /** Finds addresses; the system's when left out. */
  readonly lookup?: LookupFunction;
}

/** A body that is sent: bytes, or bytes that come piece by piece. */
export type Body =
  Uint8Array | { readonly length: number; readonly chunks: () => AsyncIterable<Uint8Array> };

/** One request. */
export interface Call {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
}

/** What came back; the body is still to be read. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
}

/** The connection failed before an answer was complete: another try may do. */
export class BrokenConnection extends Error {
  constructor(cause: unknown) {
    super((cause as Error).message || 'the connection broke', { cause });
    this.name = 'BrokenConnection';
  }
}

/** Connections that are kept open between requests. */
export interface Wire {
  send(call: Call): Promise<Reply>;
  /** Bytes of bodies that left so far, and requests. */
  readonly count: { sent: number; requests: number };
  close(): void;
}

/** Opens nothing yet. */
export function openWire(options: WireOptions): Wire {
  const { ca, connections, lookup } = options;
  const shared = {
    keepAlive: true,
    maxSockets: connections,
    scheduling: 'lifo' as const,
    noDelay: true,
  };
  const agents = {
    'http:': new PlainAgent(shared),
    'https:': new TlsAgent({
      ...shared,
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { ca }),
    }),
  };
  const count = { sent: 0, requests: 0 };
  return {
    count,
    send: (call) => {
      const isTls = call.url.protocol === 'https:';
      const { length } = call.body ?? { length: undefined };
      const request = (isTls ? tlsRequest : plainRequest)(call.url, {
        method: call.method,
        agent: isTls ? agents['https:'] : agents['http:'],
        ...(lookup === undefined ? {} : { lookup }),
        headers: {
          'user-agent': 'plane-operator',
          ...call.headers,
          ...(needsLength(call) ? { 'content-length': String(length ?? 0) } : {}),
        },
      });
      count.requests += 1;
      return exchange(request, { call, count, idleMs: options.idleMs });
    },
    close: () => {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

const needsLength = ({ method, body }: Call): boolean =>
  body !== undefined || method === 'POST' || method === 'PATCH' || method === 'PUT';

interface Sending {
  readonly call: Call;
  readonly count: Wire['count'];
  readonly idleMs: number;
}

function exchange(request: ClientRequest, { call, count, idleMs }: Sending): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let answered = false;
    const fail = (cause: unknown): void => {
      request.destroy();
      reject(
        cause instanceof Error && cause.name === 'OperatorError'
          ? cause
          : new BrokenConnection(cause),
      );
    };
    request.setTimeout(idleMs, () => {
      request.destroy(new Error(`nothing came or went for ${idleMs / 1000} s`));
    });
    request.once('error', fail);
    request.once('response', (body) => {
      answered = true;
      // Answered before all was sent: what is left is not, and the connection serves nobody else.
      body.once('end', () => {
        if (!request.writableFinished) request.destroy();
      });
      resolve({ status: body.statusCode ?? 0, headers: body.headers, body });
    });
    write(request, { call, count, done: () => answered }).catch(fail);
  });
}

interface Writing {
  readonly call: Call;
  readonly count: Wire['count'];
  readonly done: () => boolean;
}

async function write(
  request: ClientRequest,
  { call: { body }, count, done }: Writing,
): Promise<void> {
  if (body === undefined || body instanceof Uint8Array) {
    count.sent += body?.length ?? 0;
    request.end(body);
    return;
  }
  for await (const chunk of body.chunks()) {
    // An answer before the end of the body is a refusal: what is left would be for nothing.
    if (done() || request.destroyed) return;
    count.sent += chunk.length;
    if (!request.write(chunk)) await drained(request);
  }
  request.end();
}

const drained = (request: ClientRequest): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      for (const event of ['drain', 'close', 'response']) request.off(event, go);
      resolve();
    };
    for (const event of ['drain', 'close', 'response']) request.once(event, go);
  });

/** Reads a body of at most some bytes; what is longer breaks the connection. */
export async function readBody({ body }: Reply, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += (chunk as Buffer).length;
      if (size > most) {
        body.destroy();
        return undefined;
      }
      chunks.push(chunk as Buffer);
    }
  } catch (cause) {
    throw new BrokenConnection(cause);
  }
  return Buffer.concat(chunks);
}

/** Lets go of a body that nobody wants, so that its connection serves again. */
export async function discard(reply: Reply): Promise<void> {
  await readBody(reply, 64 * 1024).catch(() => undefined);
}
