import { request as httpRequest } from 'node:http';
import type { Agent, ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

import { PROBE_MS } from './agents.ts';

/** One request as it goes out. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: Buffer | undefined;
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

/** A request that ended without an answer. */
export class NoAnswer extends Error {
  /** Node's or OpenSSL's code: `ECONNRESET`, `CERT_HAS_EXPIRED` … */
  readonly code: string;
  /** Whether the connection had carried a request before, so that the peer may just have closed it. */
  readonly reused: boolean;

  constructor(cause: Error, reused: boolean) {
    super(cause.message, { cause });
    this.name = 'NoAnswer';
    this.code = (cause as NodeJS.ErrnoException).code ?? '';
    this.reused = reused;
  }
}

/** Sends one request and resolves at the head of its answer. Rejects with NoAnswer, or the signal's reason. */
export function send(outgoing: Outgoing): Promise<IncomingMessage> {
  const { url, method, headers, body, agent, signal } = outgoing;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const start = url.protocol === 'http:' ? httpRequest : httpsRequest;
    const sent = start(url, { method, headers, agent });
    const abort = (): void => void sent.destroy(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    sent.once('close', () => {
      signal.removeEventListener('abort', abort);
    });
    sent.once('error', (error) => {
      reject(failure(error, sent, signal));
    });
    sent.once('socket', (socket) => socket.setKeepAlive(true, PROBE_MS));
    sent.once('response', resolve);
    sent.end(body);
  });
}

/** The whole body. Rejects with NoAnswer when it is cut short, or with the signal's reason. */
export async function readAll(message: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch (error) {
    signal.throwIfAborted();
    throw new NoAnswer(error as Error, false);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

const failure = (error: Error, sent: ClientRequest, signal: AbortSignal): Error =>
  signal.aborted ? (signal.reason as Error) : new NoAnswer(error, sent.reusedSocket);
