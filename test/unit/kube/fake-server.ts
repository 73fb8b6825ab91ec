import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Connection } from '../../../operator/kube/connection.ts';

/** What a fake API server was asked. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An API server on loopback that answers as a test says. */
export class FakeServer {
  readonly asked: Asked[] = [];
  readonly #server: Server;
  #connections = 0;
  refreshed = 0;

  /** How many connections were ever opened. */
  get connections(): number {
    return this.#connections;
  }

  static async start(
    answer: (asked: Asked, response: ServerResponse, turn: number) => void,
  ): Promise<FakeServer> {
    const fake = new FakeServer(answer);
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  private constructor(answer: (asked: Asked, response: ServerResponse, turn: number) => void) {
    this.#server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const asked = { method, url, headers, body };
        this.asked.push(asked);
        answer(asked, response, this.asked.length);
      });
    });
    this.#server.on('connection', () => (this.#connections += 1));
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  get connection(): Connection {
    return {
      server: new URL(this.url),
      tls: () => ({}),
      headers: () => Promise.resolve({ Authorization: `Bearer token-${String(this.refreshed)}` }),
      refresh: () => (this.refreshed += 1),
    };
  }

  /** Closes idle connections, as an API server does after a while. */
  closeIdle(): void {
    this.#server.closeIdleConnections();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  body: object,
  { code = 200, headers = {} }: { code?: number; headers?: Record<string, string> } = {},
): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
